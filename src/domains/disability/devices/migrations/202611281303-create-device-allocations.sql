select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table device_allocation (
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  kind text collate "C" not null,
  item_code text collate "C" not null,
  unit_id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  programme text collate "C" not null,
  price_fen bigint not null,
  own_fen bigint not null,
  delivered_on date not null,
  signed_on date,
  taken_back_on date,
  constraint device_allocation_pkey primary key (id),
  constraint device_allocation_case_fkey foreign key (case_id) references service_case (id),
  constraint device_allocation_unit_fkey foreign key (unit_id) references device_unit (id),
  constraint device_allocation_person_fkey foreign key (person_id) references person (id),
  constraint device_allocation_case_key unique (case_id),
  constraint device_allocation_amounts check (own_fen >= 0 and own_fen <= price_fen),
  constraint device_allocation_order check (signed_on >= delivered_on)
);
comment on table device_allocation is '免费配置：谁在哪天得到哪一件，个人自付多少，何时签收';
create unique index device_allocation_unit on device_allocation (unit_id) where taken_back_on is null;
create index device_allocation_person on device_allocation (person_id, kind, delivered_on);
revoke delete on device_allocation from {{app}};
alter table device_allocation enable row level security;
create policy device_allocation_scope on device_allocation using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 更换周期要看全市：只回答某人哪天得到过哪一类。
create function free_devices_of(wanted_person uuid) returns table (kind text, delivered_on date)
  language sql stable security definer set search_path from current
  begin atomic
    select a.kind, a.delivered_on from device_allocation a where a.person_id = wanted_person order by a.delivered_on limit 100;
  end;

create table device_follow_up (
  allocation_id uuid not null,
  due_on date not null,
  station_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  done_on date,
  done_by text,
  note bytea,
  constraint device_follow_up_pkey primary key (allocation_id, due_on),
  constraint device_follow_up_allocation_fkey foreign key (allocation_id) references device_allocation (id),
  constraint device_follow_up_done check ((done_on is null) = (done_by is null) and (done_on is null) = (note is null))
);
comment on table device_follow_up is '免费配置回访：签收后30天、180天；内容加密';
create index device_follow_up_open on device_follow_up (station_id, due_on) where done_on is null;
revoke delete on device_follow_up from {{app}};
alter table device_follow_up enable row level security;
create policy device_follow_up_scope on device_follow_up using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
