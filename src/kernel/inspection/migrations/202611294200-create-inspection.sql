-- 双随机一公开：年度计划、执法人员名录、抽取批次。名录和结果进批次以后不再改
create table inspection_plan (
  id uuid not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  year integer not null,
  matter text not null,
  rates jsonb not null,
  caps jsonb not null,
  cooldown_days integer not null,
  inspector_cap integer not null,
  state text collate "C" not null default 'drafted',
  drafted_at timestamptz not null,
  drafted_by text not null,
  drafted_name text not null,
  approved_at timestamptz,
  approved_by text,
  approved_name text,
  published_on date,
  version integer not null default 1,
  constraint inspection_plan_pkey primary key (id),
  constraint inspection_plan_once unique (kind, division, year, matter),
  constraint inspection_plan_division_code check (division ~ '^[0-9]{12}$'),
  constraint inspection_plan_year check (year between 2020 and 2100),
  constraint inspection_plan_state check (state in ('drafted', 'approved', 'published')),
  constraint inspection_plan_numbers check (cooldown_days between 0 and 366 and inspector_cap between 1 and 50),
  constraint inspection_plan_approved check (
    (state <> 'drafted') = (approved_at is not null) and (approved_at is null) = (approved_by is null) and (approved_at is null) = (approved_name is null)
    and approved_by <> drafted_by),
  constraint inspection_plan_published check ((state = 'published') = (published_on is not null))
);
comment on table inspection_plan is '年度检查计划：事项、各风险等级的抽取比例、频次上限；县起草、市批准，公示以后才能抽取';
create index inspection_plan_listed on inspection_plan (kind, year, division);
revoke delete on inspection_plan from {{app}};
alter table inspection_plan enable row level security;
create policy inspection_plan_scope on inspection_plan using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table inspector (
  id uuid not null,
  no text collate "C" not null,
  user_id text collate "C" not null,
  name text not null,
  division text collate "C" not null,
  cert_no text collate "C" not null,
  cert_from date not null,
  cert_to date not null,
  ended_on date,
  entered_at timestamptz not null,
  entered_by text not null,
  version integer not null default 1,
  constraint inspector_pkey primary key (id),
  constraint inspector_no_key unique (no),
  constraint inspector_cert_key unique (cert_no),
  constraint inspector_division_code check (division ~ '^[0-9]{12}$'),
  constraint inspector_cert check (cert_to >= cert_from)
);
comment on table inspector is '执法人员名录：执法证和有效期；不再执法的写明日期，不删';
create index inspector_listed on inspector (division, no);
create unique index inspector_user on inspector (user_id) where ended_on is null;
revoke delete on inspector from {{app}};
alter table inspector enable row level security;
create policy inspector_scope on inspector using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table inspector_absence (
  id uuid not null,
  inspector_id uuid not null,
  division text collate "C" not null,
  from_on date not null,
  to_on date not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint inspector_absence_pkey primary key (id),
  constraint inspector_absence_fkey foreign key (inspector_id) references inspector (id),
  constraint inspector_absence_range check (to_on >= from_on)
);
comment on table inspector_absence is '执法人员请假：检查期间有一天请假就不派';
create index inspector_absence_listed on inspector_absence (inspector_id, from_on);
revoke update, delete on inspector_absence from {{app}};
alter table inspector_absence enable row level security;
create policy inspector_absence_scope on inspector_absence using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table inspector_tie (
  id uuid not null,
  inspector_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  object_id uuid not null,
  object_name text not null,
  tie text collate "C" not null,
  until_on date,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint inspector_tie_pkey primary key (id),
  constraint inspector_tie_fkey foreign key (inspector_id) references inspector (id),
  constraint inspector_tie_once unique (inspector_id, object_id, tie),
  constraint inspector_tie_kind check (tie in ('kin', 'share', 'employment')),
  constraint inspector_tie_until check ((tie = 'employment') = (until_on is not null))
);
comment on table inspector_tie is '执法人员与检查对象的关联：亲属、持股、三年内任职；有关联的回避，公开时只说回避';
create index inspector_tie_of_object on inspector_tie (object_id);
revoke update, delete on inspector_tie from {{app}};
alter table inspector_tie enable row level security;
create policy inspector_tie_scope on inspector_tie using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table inspection_draw (
  id uuid not null,
  no text collate "C" not null,
  plan_id uuid not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  matter text not null,
  window_from date not null,
  window_to date not null,
  announced boolean not null,
  -- 冻结的名录、比例、回避，公开的就是这一份
  input jsonb not null,
  object_hash text collate "C" not null,
  inspector_hash text collate "C" not null,
  beacon_source text not null,
  state text collate "C" not null default 'prepared',
  prepared_at timestamptz not null,
  prepared_by text not null,
  prepared_name text not null,
  promise text collate "C",
  secret_sealed bytea,
  promised_at timestamptz,
  promised_by text,
  promised_name text,
  beacon text,
  beacon_on date,
  witness text,
  called_at timestamptz,
  called_by text,
  called_name text,
  secret text,
  seed text collate "C",
  result jsonb,
  drawn_at timestamptz,
  drawn_by text,
  drawn_name text,
  void_reason text,
  void_asked_at timestamptz,
  void_asked_by text,
  void_asked_name text,
  voided_at timestamptz,
  voided_by text,
  voided_name text,
  version integer not null default 1,
  constraint inspection_draw_pkey primary key (id),
  constraint inspection_draw_no_key unique (no),
  constraint inspection_draw_plan_fkey foreign key (plan_id) references inspection_plan (id),
  constraint inspection_draw_division_code check (division ~ '^[0-9]{12}$'),
  constraint inspection_draw_window check (window_to >= window_from),
  constraint inspection_draw_state check (state in ('prepared', 'promised', 'called', 'drawn', 'failed', 'void')),
  -- 换批次要换密值
  constraint inspection_draw_promise_key unique (promise),
  constraint inspection_draw_promised check (
    (promise is null) = (promised_at is null) and (promise is null) = (promised_by is null) and (promise is null) = (secret_sealed is null) and promised_by <> prepared_by),
  constraint inspection_draw_called check (
    (beacon is null) = (called_at is null) and (beacon is null) = (witness is null) and (beacon is null) = (beacon_on is null) and (beacon is null or promise is not null)
    and called_by <> promised_by),
  constraint inspection_draw_drawn check (
    (secret is null) = (seed is null) and (secret is null) = (result is null) and (secret is null) = (drawn_at is null) and (secret is null or beacon is not null)
    and (state not in ('drawn', 'failed') or secret is not null)),
  constraint inspection_draw_void check (
    (void_reason is null) = (void_asked_at is null) and (state = 'void') = (voided_at is not null) and (voided_at is null or void_reason is not null)
    and voided_by <> void_asked_by)
);
comment on table inspection_draw is '抽取批次：先公布名录哈希和承诺值，满时限再用公开的随机数抽；每一步不同的人，结果不能改，只能写明理由作废';
create unique index inspection_draw_open on inspection_draw (plan_id) where state in ('prepared', 'promised', 'called');
create index inspection_draw_listed on inspection_draw (kind, division, prepared_at desc);
revoke delete on inspection_draw from {{app}};
alter table inspection_draw enable row level security;
create policy inspection_draw_scope on inspection_draw using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 冻结的、承诺的、抽出的都不能改：写错了只能作废另抽
create function inspection_draw_keeps() returns trigger language plpgsql as $$
begin
  -- 区划变更以后记录归到接着管的单位：只有这一列跟着变
  if (new.no, new.plan_id, new.kind, new.window_from, new.window_to, new.announced, new.input, new.object_hash, new.inspector_hash, new.beacon_source)
    is distinct from
    (old.no, old.plan_id, old.kind, old.window_from, old.window_to, old.announced, old.input, old.object_hash, old.inspector_hash, old.beacon_source)
    or (old.promise is not null and (new.promise, new.promised_at, new.promised_by) is distinct from (old.promise, old.promised_at, old.promised_by))
    or (old.beacon is not null and (new.beacon, new.beacon_on, new.witness, new.called_by) is distinct from (old.beacon, old.beacon_on, old.witness, old.called_by))
    or (old.secret is not null and (new.secret, new.seed, new.result, new.drawn_at, new.drawn_by) is distinct from (old.secret, old.seed, old.result, old.drawn_at, old.drawn_by))
    or (old.voided_at is not null and to_jsonb(new) - 'division' is distinct from to_jsonb(old) - 'division')
    or (old.state in ('drawn', 'failed') and new.state not in (old.state, 'void'))
  then
    raise exception 'a draw keeps what was frozen, promised and drawn' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger inspection_draw_keeps before update on inspection_draw for each row execute function inspection_draw_keeps();

create table inspection_number (
  prefix text collate "C" not null,
  last integer not null,
  constraint inspection_number_pkey primary key (prefix)
);
comment on table inspection_number is '批次、检查、隐患的流水号：每年从头';
revoke delete on inspection_number from {{app}};

create table inspection_code (
  object_id uuid not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  code text collate "C" not null,
  made_at timestamptz not null,
  constraint inspection_code_pkey primary key (object_id),
  constraint inspection_code_key unique (code),
  constraint inspection_code_form check (code ~ '^[a-z0-9]{12}$')
);
comment on table inspection_code is '亮码检查：贴在检查对象门口的码，扫了才有；码下面印的是公开编号';
revoke update, delete on inspection_code from {{app}};
alter table inspection_code enable row level security;
create policy inspection_code_scope on inspection_code using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or object_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
