select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 申请批准的政府购买居家服务额度（EL-24）。每月的档次仍按当月的情况算；这里记下系统查不到、乡镇看过证明的那一条。
create table care_quota_grant (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  case_id uuid not null,
  tier integer not null,
  amount_fen bigint not null,
  only_child_lost boolean not null,
  from_month text collate "C" not null,
  granted_at timestamptz not null,
  constraint care_quota_grant_pkey primary key (id),
  constraint care_quota_grant_case_key unique (case_id),
  constraint care_quota_grant_case_fkey foreign key (case_id) references service_case (id),
  constraint care_quota_grant_person_fkey foreign key (person_id) references person (id),
  constraint care_quota_grant_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_quota_grant_tier check (tier between 1 and 3),
  constraint care_quota_grant_month_text check (from_month ~ '^[0-9]{4}-[0-9]{2}$')
);
comment on table care_quota_grant is '政府购买居家服务额度：申请批准的';
create index care_quota_grant_person on care_quota_grant (person_id, from_month);
revoke update, delete on care_quota_grant from {{app}};
grant update (division) on care_quota_grant to {{app}};
alter table care_quota_grant enable row level security;
create policy care_quota_grant_scope on care_quota_grant using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_quota_grant', 'person_id', 'false', null, null);
