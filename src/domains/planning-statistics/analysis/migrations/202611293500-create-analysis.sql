-- 自助分析: what somebody asks again and again, kept by name. It holds no figures: whoever opens it sees them by the own rights.
create table analysis (
  id uuid not null,
  division text collate "C" not null,
  owner_id text collate "C" not null,
  owner_name text not null,
  name text not null,
  share text collate "C" not null,
  spec jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  constraint analysis_pkey primary key (id),
  constraint analysis_named_once unique (owner_id, name),
  constraint analysis_division_code check (division ~ '^[0-9]{12}$'),
  constraint analysis_name check (length(name) between 2 and 40),
  constraint analysis_share check (share in ('own', 'unit', 'all')),
  constraint analysis_version check (version > 0)
);
comment on table analysis is '自助分析：保存的选法（指标、地区、期别、行列、图），不存数；数按打开的人的权限现算';
create index analysis_shared on analysis (share, division);
alter table analysis enable row level security;
create policy analysis_read on analysis for select using (share = 'all' and (select nullif(current_setting('app.lo', true), '')) is not null);
create policy analysis_scope on analysis using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
