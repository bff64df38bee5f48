-- 规划和它的项目库: printed tables to the letter, what each row means beside it, and where the tables disagree. Every officer reads the plan and the printed tables; the
-- library is read by place.
create table plan (
  code text collate "C" not null,
  name text not null,
  division text collate "C" not null,
  from_date date not null,
  to_date date not null,
  project_types integer,
  project_count integer,
  project_investment_fen bigint,
  project_precision_fen bigint,
  source text not null,
  constraint plan_pkey primary key (code),
  constraint plan_dates check (from_date < to_date)
);
comment on table plan is '规划：期限，正文里说的重大项目类型数、个数和总投资（含精度）';
revoke delete on plan from {{app}};
alter table plan enable row level security;
create policy plan_read on plan for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_scope on plan using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project_table (
  id uuid not null,
  plan text collate "C" not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  content text collate "C" not null,
  state text collate "C" not null default 'current',
  imported_at timestamptz not null,
  imported_by text not null,
  imported_name text not null,
  constraint project_table_pkey primary key (id),
  constraint project_table_plan_fkey foreign key (plan) references plan (code),
  constraint project_table_kind check (kind in ('summary', 'detail')),
  constraint project_table_state check (state in ('current', 'replaced'))
);
comment on table project_table is '项目表：导入的汇总表、明细表，后来的一份取代先前的，先前的保留';
create unique index project_table_current on project_table (plan, kind) where state = 'current';
revoke delete on project_table from {{app}};
alter table project_table enable row level security;
create policy project_table_read on project_table for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy project_table_scope on project_table using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project_table_row (
  table_id uuid not null,
  row_no integer not null,
  division text collate "C" not null,
  level text collate "C" not null,
  category text not null,
  subcategory text not null,
  serial_no integer,
  name text not null,
  location text not null,
  implementer text not null,
  count integer,
  investment_fen bigint not null,
  constraint project_table_row_pkey primary key (table_id, row_no),
  constraint project_table_row_table_fkey foreign key (table_id) references project_table (id),
  constraint project_table_row_level check (level in ('total', 'category', 'subcategory', 'project')),
  constraint project_table_row_money check (investment_fen >= 0 and (count is null or count >= 0)),
  constraint project_table_row_serial check ((serial_no is not null) = (level = 'project'))
);
comment on table project_table_row is '项目表的每一行，与印出的一样；不能修改、不能删除，差异另行说明';
revoke update, delete on project_table_row from {{app}};
alter table project_table_row enable row level security;
create policy project_table_row_read on project_table_row for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy project_table_row_scope on project_table_row using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project (
  id uuid not null,
  plan text collate "C" not null,
  table_id uuid not null,
  row_no integer not null,
  category text not null,
  subcategory text not null,
  serial_no integer not null,
  name text not null,
  location text not null,
  implementer text not null,
  investment_fen bigint not null,
  level text collate "C" not null,
  division text collate "C" not null,
  place_state text collate "C" not null,
  place_candidates text[] not null default '{}',
  units integer not null,
  units_proposed integer,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_name text not null,
  constraint project_pkey primary key (id),
  constraint project_plan_fkey foreign key (plan) references plan (code),
  constraint project_row_fkey foreign key (table_id, row_no) references project_table_row (table_id, row_no),
  constraint project_level check (level in ('city', 'county')),
  constraint project_place_state check (place_state in ('found', 'open', 'confirmed')),
  constraint project_units check (units between 1 and 100000 and (units_proposed is null or units_proposed > 1)),
  constraint project_division_code check (division ~ '^[0-9]{12}$')
);
comment on table project is '项目库：每个项目行的地点、个数和级别，旁边是印出的那一行';
create index project_place on project (division, id);
create index project_listed on project (plan, category, subcategory, serial_no, id);
create unique index project_once on project (table_id, row_no);
revoke delete on project from {{app}};
alter table project enable row level security;
create policy project_scope on project using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project_difference (
  plan text collate "C" not null,
  key text collate "C" not null,
  division text collate "C" not null,
  -- Both values as they were when it was answered: an answer to other values is none.
  a_value text,
  b_value text,
  state text collate "C" not null,
  reason text not null,
  corrected text,
  answered_at timestamptz not null,
  answered_by text not null,
  answered_name text not null,
  constraint project_difference_pkey primary key (plan, key, answered_at),
  constraint project_difference_plan_fkey foreign key (plan) references plan (code),
  constraint project_difference_state check (state in ('explained', 'corrected')),
  constraint project_difference_corrected check ((corrected is not null) = (state = 'corrected'))
);
comment on table project_difference is '项目表对账差异的说明和更正：只增不改，最新的一条有效';
revoke update, delete on project_difference from {{app}};
alter table project_difference enable row level security;
create policy project_difference_read on project_difference for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy project_difference_scope on project_difference using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
