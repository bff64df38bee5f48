select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table device_item (
  code text collate "C" not null,
  name text not null,
  kind text collate "C" not null,
  class_code text collate "C" not null,
  monthly_rent_fen bigint,
  life_months integer not null,
  rentable boolean not null,
  regulated boolean not null default false,
  active boolean not null default true,
  constraint device_item_pkey primary key (code),
  constraint device_item_kind check (kind in ('wheelchair', 'hearing-aid', 'prosthesis', 'crutch', 'nursing-bed', 'bath-chair', 'mattress', 'other')),
  constraint device_item_rent check (not rentable or monthly_rent_fen > 0),
  constraint device_item_life check (life_months between 1 and 600)
);
comment on table device_item is '辅具目录：全市公开，按国家分类代码；regulated 为二、三类医疗器械';
revoke delete on device_item from {{app}};

create table device_station (
  id uuid not null,
  name text not null,
  kind text collate "C" not null,
  host text collate "C" not null,
  operator text not null,
  division text collate "C" not null,
  address text not null,
  telephone text not null,
  hours text not null,
  has_permit boolean not null default false,
  active boolean not null default true,
  constraint device_station_pkey primary key (id),
  constraint device_station_name_key unique (division, name),
  constraint device_station_kind check (kind in ('centre', 'point', 'try-out', 'recycling')),
  constraint device_station_host check (host in ('community', 'institution', 'hospital')),
  constraint device_station_division_code check (division ~ '^[0-9]{12}$')
);
comment on table device_station is '辅具网点：服务中心、租赁网点、体验点、回收点；has_permit 为有医疗器械备案或许可';
revoke delete on device_station from {{app}};
alter table device_station enable row level security;
create policy device_station_scope on device_station using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create sequence device_unit_no;

create table device_unit (
  id uuid not null,
  code text collate "C" not null,
  item_code text collate "C" not null,
  serial text collate "C" not null,
  batch text collate "C" not null,
  station_id uuid not null,
  division text collate "C" not null,
  price_fen bigint not null,
  source text collate "C" not null,
  in_service_on date not null,
  state text collate "C" not null,
  dirty_since timestamptz,
  reason text,
  changed_at timestamptz not null,
  changed_by text not null,
  version integer not null default 1,
  constraint device_unit_pkey primary key (id),
  constraint device_unit_code_key unique (code),
  constraint device_unit_serial_key unique (item_code, serial),
  constraint device_unit_item_fkey foreign key (item_code) references device_item (code),
  constraint device_unit_station_fkey foreign key (station_id) references device_station (id),
  constraint device_unit_division_code check (division ~ '^[0-9]{12}$'),
  constraint device_unit_source check (source in ('purchase', 'donation')),
  constraint device_unit_donation check (source <> 'donation' or price_fen = 0),
  constraint device_unit_price check (price_fen >= 0),
  constraint device_unit_state check (state in ('in-stock', 'reserved', 'rented', 'to-clean', 'repair', 'recalled', 'scrapped', 'allocated'))
);
comment on table device_unit is '辅具实物：一件一码；状态只能按允许的去向变化，由数据库把关';
comment on column device_unit.dirty_since is '最近一次归还（或修好、收回、捐赠）待洗消的时刻；洗消记录须晚于它';
create index device_unit_station on device_unit (station_id, state, item_code, id);
create index device_unit_batch on device_unit (item_code, batch);
create index device_unit_free on device_unit (item_code, division) where state = 'in-stock';
revoke delete on device_unit from {{app}};
alter table device_unit enable row level security;
create policy device_unit_scope on device_unit using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table device_unit_event (
  seq bigint generated always as identity,
  unit_id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  from_state text collate "C",
  to_state text collate "C" not null,
  reason text,
  at timestamptz not null,
  by_actor text not null,
  constraint device_unit_event_pkey primary key (seq),
  constraint device_unit_event_unit_fkey foreign key (unit_id) references device_unit (id)
);
comment on table device_unit_event is '辅具状态经过：每一次变化一行，只增不改，由数据库自己记';
create index device_unit_event_unit on device_unit_event (unit_id, seq);
revoke update, delete on device_unit_event from {{app}};
alter table device_unit_event enable row level security;
create policy device_unit_event_scope on device_unit_event using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table cleaning_record (
  id uuid not null,
  unit_id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  method text not null,
  agent text not null,
  passed boolean not null,
  cleaned_at timestamptz not null,
  cleaned_by text not null,
  photo uuid,
  constraint cleaning_record_pkey primary key (id),
  constraint cleaning_record_unit_fkey foreign key (unit_id) references device_unit (id)
);
comment on table cleaning_record is '洗消记录：方法、消毒剂、检测结果，只增不改';
create index cleaning_record_unit on cleaning_record (unit_id, cleaned_at);
revoke update, delete on cleaning_record from {{app}};
alter table cleaning_record enable row level security;
create policy cleaning_record_scope on cleaning_record using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

-- 状态机：与 terms.ts 的 unitMoves 是同一张表，测试逐对核对。
create function device_unit_may_move(from_state text, to_state text) returns boolean
  language sql immutable strict parallel safe
  return (from_state, to_state) in (
    ('in-stock', 'reserved'), ('in-stock', 'repair'), ('in-stock', 'recalled'), ('in-stock', 'scrapped'),
    ('reserved', 'in-stock'), ('reserved', 'rented'), ('reserved', 'allocated'), ('reserved', 'repair'), ('reserved', 'recalled'),
    ('rented', 'to-clean'), ('rented', 'recalled'), ('rented', 'scrapped'),
    ('to-clean', 'in-stock'), ('to-clean', 'repair'), ('to-clean', 'recalled'), ('to-clean', 'scrapped'),
    ('repair', 'to-clean'), ('repair', 'recalled'), ('repair', 'scrapped'),
    ('allocated', 'to-clean'), ('allocated', 'recalled'), ('allocated', 'scrapped'),
    ('recalled', 'scrapped'));

create function guard_device_unit() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'to-clean' and not (new.state = 'in-stock' and new.source = 'purchase') then
      raise exception 'a new unit begins in stock, or to be cleaned' using errcode = 'check_violation', constraint = 'device_unit_begin';
    end if;
    if new.state = 'to-clean' then new.dirty_since := new.changed_at; end if;
    return new;
  end if;
  if new.state = old.state then return new; end if;
  if not device_unit_may_move(old.state, new.state) then
    raise exception 'unit % may not go from % to %', old.code, old.state, new.state using errcode = 'check_violation', constraint = 'device_unit_move';
  end if;
  -- 业务时钟可能停在同一刻：归还总在已有洗消记录之后。
  if new.state = 'to-clean' then
    new.dirty_since := greatest(new.changed_at, (select max(c.cleaned_at) from cleaning_record c where c.unit_id = new.id));
  end if;
  if old.state = 'to-clean' and new.state = 'in-stock' and not exists (
    select from cleaning_record c where c.unit_id = new.id and c.cleaned_at > old.dirty_since
      and c.passed and not exists (select from cleaning_record l where l.unit_id = c.unit_id and l.cleaned_at > c.cleaned_at)) then
    raise exception 'unit % has not been cleaned since %', old.code, old.dirty_since using errcode = 'check_violation', constraint = 'device_unit_clean';
  end if;
  new.version := old.version + 1;
  return new;
end $$;
create function record_device_unit() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into device_unit_event (unit_id, station_id, division, from_state, to_state, reason, at, by_actor)
    values (new.id, new.station_id, new.division, case when tg_op = 'UPDATE' then old.state end, new.state, new.reason, new.changed_at, new.changed_by);
  end if;
  return null;
end $$;
create trigger device_unit_guard before insert or update on device_unit for each row execute function guard_device_unit();
create trigger device_unit_record after insert or update on device_unit for each row execute function record_device_unit();

create table device_repair (
  id uuid not null,
  unit_id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  cause text collate "C" not null,
  note text not null,
  cost_fen bigint,
  began_on date not null,
  ended_on date,
  constraint device_repair_pkey primary key (id),
  constraint device_repair_unit_fkey foreign key (unit_id) references device_unit (id),
  constraint device_repair_cause check (cause in ('worn', 'damaged', 'defect')),
  constraint device_repair_done check ((cost_fen is null) = (ended_on is null))
);
comment on table device_repair is '辅具维修：原因、费用、起止';
create unique index device_repair_open on device_repair (unit_id) where ended_on is null;
revoke delete on device_repair from {{app}};
alter table device_repair enable row level security;
create policy device_repair_scope on device_repair using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table device_recall (
  id uuid not null,
  item_code text collate "C" not null,
  batch text collate "C" not null,
  division text collate "C" not null,
  reason text not null,
  units integer not null,
  ordered_at timestamptz not null,
  ordered_by text not null,
  constraint device_recall_pkey primary key (id),
  constraint device_recall_item_fkey foreign key (item_code) references device_item (code)
);
comment on table device_recall is '辅具召回：按批次，发布后该批次全部锁定';
create unique index device_recall_batch on device_recall (item_code, batch, division);
revoke update, delete on device_recall from {{app}};
alter table device_recall enable row level security;
create policy device_recall_scope on device_recall using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table device_donation (
  unit_id uuid not null,
  division text collate "C" not null,
  donor bytea not null,
  received_on date not null,
  constraint device_donation_pkey primary key (unit_id),
  constraint device_donation_unit_fkey foreign key (unit_id) references device_unit (id)
);
comment on table device_donation is '辅具捐赠回收：捐赠人加密；价值计零，洗消后标注“回收再利用”';
revoke update, delete on device_donation from {{app}};
alter table device_donation enable row level security;
create policy device_donation_scope on device_donation using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
