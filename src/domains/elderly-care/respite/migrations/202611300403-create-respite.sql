select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 一次喘息服务：去哪里或者谁上门、约好哪几天、实际怎样。
create table respite_stay (
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  mode text collate "C" not null,
  outlet_id uuid not null,
  from_on date not null,
  to_on date not null,
  served jsonb,
  signature uuid,
  recorded_by text,
  settled_on date,
  amount_fen bigint,
  entitlement_id uuid,
  constraint respite_stay_pkey primary key (case_id),
  constraint respite_stay_case_fkey foreign key (case_id) references service_case (id),
  constraint respite_stay_person_fkey foreign key (person_id) references person (id),
  constraint respite_stay_outlet_fkey foreign key (outlet_id) references care_outlet (id),
  constraint respite_stay_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint respite_stay_division_code check (division ~ '^[0-9]{12}$'),
  constraint respite_stay_mode check (mode in ('institution', 'home')),
  constraint respite_stay_dates check (to_on > from_on),
  constraint respite_stay_recorded check ((served is null) = (signature is null) and (served is null) = (recorded_by is null)),
  constraint respite_stay_settled check ((settled_on is null) = (amount_fen is null) and (settled_on is null or served is not null) and (coalesce(amount_fen, 0) = 0) = (entitlement_id is null))
);
comment on table respite_stay is '喘息服务：机构或者上门、约好的日子、实际的服务和结算';
create index respite_stay_person on respite_stay (person_id);
revoke delete on respite_stay from {{app}};
alter table respite_stay enable row level security;
create policy respite_stay_scope on respite_stay using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 补贴过的每一夜（天）：同一夜只补一次；一年里的第几天，两处同时结算也不会都算成同一天。
create table respite_day (
  person_id uuid not null,
  on_date date not null,
  case_id uuid not null,
  division text collate "C" not null,
  ordinal smallint not null,
  hours smallint,
  amount_fen bigint not null,
  constraint respite_day_pkey primary key (case_id, on_date),
  constraint respite_day_case_fkey foreign key (case_id) references service_case (id),
  constraint respite_day_person_fkey foreign key (person_id) references person (id),
  constraint respite_day_division_code check (division ~ '^[0-9]{12}$'),
  constraint respite_day_ordinal check (ordinal >= 1),
  constraint respite_day_hours check (hours is null or hours between 1 and 24),
  constraint respite_day_amount check (amount_fen > 0)
);
comment on table respite_day is '喘息服务补贴过的天：一夜只补一次，每年按次序计数';
create unique index respite_day_once on respite_day (person_id, on_date);
create unique index respite_day_ordinal_once on respite_day (person_id, extract(year from on_date), ordinal);
revoke update, delete on respite_day from {{app}};
alter table respite_day enable row level security;
create policy respite_day_scope on respite_day using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('respite_stay', 'person_id', 'settled_on is null', null, null),
  ('respite_day', 'person_id', 'false', null, null);
create trigger service_case_moves_respite_stay after update of division on service_case
  for each row when (old.division is distinct from new.division) execute function follow_division('respite_stay', 'case_id');
