select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 政府购买居家服务额度：每人每月一个账户，用掉的加上占住的不会超过额度。
create table care_quota (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  tier integer not null,
  amount_fen bigint not null,
  used_fen bigint not null default 0,
  reserved_fen bigint not null default 0,
  constraint care_quota_pkey primary key (id),
  constraint care_quota_month unique (person_id, month),
  constraint care_quota_person_fkey foreign key (person_id) references person (id),
  constraint care_quota_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_quota_tier check (tier between 1 and 3),
  constraint care_quota_month_text check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  constraint care_quota_amount check (used_fen >= 0 and reserved_fen >= 0 and used_fen + reserved_fen <= amount_fen)
);
comment on table care_quota is '政府购买居家服务额度：每人每月';
create index care_quota_division on care_quota (division, month);
revoke delete on care_quota from {{app}};
alter table care_quota enable row level security;
create policy care_quota_scope on care_quota using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 每张工单占一笔：接单时占住，核销时转为用掉，取消时放开。
create table care_quota_hold (
  order_id uuid not null,
  quota_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null,
  fen bigint not null,
  changed_at timestamptz not null,
  constraint care_quota_hold_pkey primary key (order_id),
  constraint care_quota_hold_quota_fkey foreign key (quota_id) references care_quota (id),
  constraint care_quota_hold_person_fkey foreign key (person_id) references person (id),
  constraint care_quota_hold_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_quota_hold_state check (state in ('reserved', 'used', 'released')),
  constraint care_quota_hold_fen check (fen >= 0)
);
comment on table care_quota_hold is '额度占用：一张工单一笔';
create index care_quota_hold_quota on care_quota_hold (quota_id);
revoke delete on care_quota_hold from {{app}};
alter table care_quota_hold enable row level security;
create policy care_quota_hold_scope on care_quota_hold using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_quota', 'person_id', 'true', null, null),
  ('care_quota_hold', 'person_id', 'false', null, null);
