select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 家庭养老床位：签约、在用、撤床。不是机构床位，任何床位数都不读这张表。
create table family_bed (
  id uuid not null,
  works_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  provider_id uuid not null,
  visits_planned smallint not null,
  services text not null,
  agreed_on date not null,
  agreement_signature uuid not null,
  state text collate "C" not null default 'agreed',
  from_on date,
  review_on date,
  ended_on date,
  end_reason text,
  constraint family_bed_pkey primary key (id),
  constraint family_bed_works unique (works_id),
  constraint family_bed_works_fkey foreign key (works_id) references home_works (id),
  constraint family_bed_case_fkey foreign key (case_id) references service_case (id),
  constraint family_bed_person_fkey foreign key (person_id) references person (id),
  constraint family_bed_provider_fkey foreign key (provider_id) references home_care_provider (id),
  constraint family_bed_division_code check (division ~ '^[0-9]{12}$'),
  constraint family_bed_state check (state in ('agreed', 'active', 'ended')),
  constraint family_bed_active check (state <> 'active' or (from_on is not null and review_on is not null)),
  constraint family_bed_ended check ((state = 'ended') = (ended_on is not null and end_reason is not null))
);
comment on table family_bed is '家庭养老床位：服务协议、每月上门计划、在用和撤床；不计入机构床位';
create unique index family_bed_one on family_bed (person_id) where state = 'active';
create index family_bed_list on family_bed (division, state, id);
create index family_bed_provider on family_bed (provider_id, state);
create index family_bed_review on family_bed (review_on) where state = 'active';
revoke delete on family_bed from {{app}};
alter table family_bed enable row level security;
create policy family_bed_scope on family_bed using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 一张床位的一个月：上门几天、设备在线几小时，核定的运行补贴。每床每月一次。
create table family_bed_month (
  bed_id uuid not null,
  month text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null,
  hours_typed integer,
  hours_proof uuid,
  typed_by text,
  state text collate "C" not null default 'open',
  visits integer,
  hours_online integer,
  hours_total integer,
  amount_fen bigint,
  checked_on date,
  checked_by text,
  entitlement_id uuid,
  constraint family_bed_month_pkey primary key (bed_id, month),
  constraint family_bed_month_bed_fkey foreign key (bed_id) references family_bed (id),
  constraint family_bed_month_person_fkey foreign key (person_id) references person (id),
  constraint family_bed_month_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint family_bed_month_once unique (person_id, month),
  constraint family_bed_month_division_code check (division ~ '^[0-9]{12}$'),
  constraint family_bed_month_typed check ((hours_typed is null) = (hours_proof is null) and (hours_typed is null) = (typed_by is null)),
  constraint family_bed_month_state check (state in ('open', 'paid', 'not-due')),
  constraint family_bed_month_checked check ((state = 'open') = (checked_by is null) and (state = 'open' or (visits is not null and hours_online is not null and hours_total is not null))),
  constraint family_bed_month_hours check (hours_online <= hours_total),
  constraint family_bed_month_paid check ((state = 'paid') = (entitlement_id is not null) and (state <> 'paid' or amount_fen > 0))
);
comment on table family_bed_month is '家庭养老床位的月度核定：上门天数、设备在线小时、运行补贴';
create index family_bed_month_list on family_bed_month (division, month, bed_id);
revoke delete on family_bed_month from {{app}};
alter table family_bed_month enable row level security;
create policy family_bed_month_scope on family_bed_month using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 设备在哪几个小时有上报：一台设备一小时一条。
create table care_device_hour (
  device_id uuid not null,
  hour timestamptz not null,
  division text collate "C" not null,
  constraint care_device_hour_pkey primary key (device_id, hour),
  constraint care_device_hour_device_fkey foreign key (device_id) references care_device (id),
  constraint care_device_hour_division_code check (division ~ '^[0-9]{12}$')
);
comment on table care_device_hour is '智能设备有上报的小时：家庭养老床位的在线率由此算';
revoke update, delete on care_device_hour from {{app}};
alter table care_device_hour enable row level security;
create policy care_device_hour_scope on care_device_hour using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

insert into person_reference (table_name, column_name, live, within, unit) values
  ('family_bed', 'person_id', $$state = 'active'$$, null, null),
  ('family_bed_month', 'person_id', 'true', null, null);
create trigger service_case_moves_family_bed after update of division on service_case
  for each row when (old.division is distinct from new.division) execute function follow_division('family_bed', 'case_id');
create trigger family_bed_moves_family_bed_month after update of division on family_bed
  for each row when (old.division is distinct from new.division) execute function follow_division('family_bed_month', 'bed_id');
