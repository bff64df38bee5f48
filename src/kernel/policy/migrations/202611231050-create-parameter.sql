create table parameter (
  id uuid not null,
  key text not null,
  division text collate "C" not null,
  value text not null,
  unit text not null,
  valid_from date not null,
  valid_to date,
  known_since timestamptz not null,
  source text not null,
  nature text not null,
  note text not null default '',
  floor text,
  ceiling text,
  created_by text not null,
  superseded_at timestamptz,
  constraint parameter_pkey primary key (id),
  constraint parameter_nature check (nature in ('national', 'seed', 'assumption')),
  constraint parameter_range check (valid_to is null or valid_to > valid_from),
  constraint parameter_no_overlap exclude using gist (key with =, division with =, daterange(valid_from, valid_to) with &&) where (superseded_at is null)
);
comment on table parameter is '标准与参数：地区、生效区间、来源；旧行只结束不改';
create index parameter_key on parameter (key, division, valid_from);

create table decision (
  id uuid not null,
  case_id uuid not null,
  kind text not null,
  division text collate "C" not null,
  person_id uuid not null,
  as_of date not null,
  rule_name text not null,
  rule_version text not null,
  outcome text not null,
  amount_fen bigint,
  effective_month text,
  parameter_ids uuid[] not null,
  fact_ids uuid[] not null default '{}',
  content bytea not null,
  made_by text not null,
  made_at timestamptz not null,
  constraint decision_pkey primary key (id),
  constraint decision_kind check (kind in ('initial', 'reviewed', 'final')),
  constraint decision_outcome check (outcome in ('eligible', 'not-eligible', 'undetermined')),
  constraint decision_amount check (amount_fen is null or amount_fen >= 0)
);
comment on table decision is '认定结果：事实、条款、所用标准整份保存，可按原样重算';
create index decision_case on decision (case_id, made_at);
create index decision_person on decision (person_id, made_at);
revoke update, delete on decision from {{app}};

-- Standards are public; only the owner of a division's scope enters them.
alter table parameter enable row level security;
create policy parameter_read on parameter for select using (true);
create policy parameter_write on parameter for insert with check (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
create policy parameter_end on parameter for update using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
alter table decision enable row level security;
create policy decision_scope on decision using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
