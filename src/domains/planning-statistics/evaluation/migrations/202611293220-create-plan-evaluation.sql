select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 规划评估: the scheme, what counties and sections say of themselves, what a third party measured again, what the public thinks, the report and what became of it.
create table plan_evaluation (
  id uuid not null,
  division text collate "C" not null,
  plan text collate "C" not null,
  kind text collate "C" not null,
  title text not null,
  base_on date not null,
  method text not null,
  self_due_on date not null,
  evaluator text not null,
  survey_from date not null,
  survey_until date not null,
  state text collate "C" not null default 'draft',
  drafted_at timestamptz not null,
  drafted_by text not null,
  drafted_name text not null,
  adopted_at timestamptz,
  adopted_by text,
  adopted_name text,
  -- 第三方的独立性声明
  declared_at timestamptz,
  declared_by text,
  declared_name text,
  report text,
  results jsonb,
  score integer,
  complete boolean,
  changes_plan boolean,
  reported_at timestamptz,
  reported_by text,
  reported_name text,
  approved_at timestamptz,
  approved_by text,
  approved_name text,
  published_at timestamptz,
  published_by text,
  published_name text,
  edit integer not null default 1,
  constraint plan_evaluation_pkey primary key (id),
  constraint plan_evaluation_plan_fkey foreign key (plan) references plan (code),
  constraint plan_evaluation_once unique (plan, kind, base_on),
  constraint plan_evaluation_kind check (kind in ('midterm', 'final', 'annual', 'special')),
  constraint plan_evaluation_state check (state in ('draft', 'open', 'reported', 'approved', 'published')),
  constraint plan_evaluation_survey check (survey_from <= survey_until),
  constraint plan_evaluation_adopted check ((state = 'draft') = (adopted_at is null) and (adopted_at is null) = (adopted_by is null)),
  constraint plan_evaluation_declared check ((declared_at is null) = (declared_by is null)),
  constraint plan_evaluation_reported check ((state in ('reported', 'approved', 'published')) = (reported_at is not null) and (reported_at is null) = (report is null)
    and (reported_at is null) = (results is null) and (reported_at is null) = (score is null) and (reported_at is null) = (changes_plan is null)),
  constraint plan_evaluation_approved check ((state in ('approved', 'published')) = (approved_at is not null)),
  constraint plan_evaluation_published check ((state = 'published') = (published_at is not null)),
  -- 起草、成稿的人不能批准
  constraint plan_evaluation_two_persons check (drafted_by <> adopted_by and reported_by <> approved_by)
);
comment on table plan_evaluation is '规划评估：方案、独立性声明、报告和得分、征求意见、审定和公布';
create index plan_evaluation_list on plan_evaluation (base_on desc, id);
alter table plan_evaluation enable row level security;
create policy plan_evaluation_read on plan_evaluation for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_evaluation_scope on plan_evaluation using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
create policy plan_evaluation_drop on plan_evaluation as restrictive for delete using (state = 'draft');

create table plan_self_evaluation (
  id uuid not null,
  evaluation_id uuid not null,
  division text collate "C" not null,
  -- 市级按业务分科室；县为空
  section text collate "C" not null,
  done text,
  problems text,
  reported_at timestamptz,
  reported_by text,
  reported_name text,
  constraint plan_self_evaluation_pkey primary key (id),
  constraint plan_self_evaluation_evaluation_fkey foreign key (evaluation_id) references plan_evaluation (id),
  constraint plan_self_evaluation_once unique (evaluation_id, division, section),
  constraint plan_self_evaluation_reported check ((reported_at is null) = (done is null) and (reported_at is null) = (problems is null) and (reported_at is null) = (reported_by is null))
);
comment on table plan_self_evaluation is '规划评估的自评：各县（市、区）和市级各业务科室，一份一次';
revoke delete on plan_self_evaluation from {{app}};
alter table plan_self_evaluation enable row level security;
create policy plan_self_evaluation_scope on plan_self_evaluation using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table plan_remeasure (
  id uuid not null,
  evaluation_id uuid not null,
  indicator text collate "C" not null,
  division text collate "C" not null,
  value_id uuid not null,
  num bigint not null,
  den bigint not null,
  sample integer not null,
  note text not null,
  state text collate "C" not null,
  measured_at timestamptz not null,
  measured_by text not null,
  measured_name text not null,
  outcome text collate "C",
  outcome_reason text,
  settled_at timestamptz,
  settled_by text,
  settled_name text,
  constraint plan_remeasure_pkey primary key (id),
  constraint plan_remeasure_evaluation_fkey foreign key (evaluation_id) references plan_evaluation (id),
  constraint plan_remeasure_value_fkey foreign key (value_id) references plan_value (id),
  constraint plan_remeasure_once unique (evaluation_id, indicator, division),
  constraint plan_remeasure_fraction check (num >= 0 and den > 0 and sample > 0),
  constraint plan_remeasure_state check (state in ('agrees', 'recheck', 'settled')),
  constraint plan_remeasure_outcome check (outcome in ('keep', 'take') and (state = 'settled') or outcome is null and state <> 'settled'),
  constraint plan_remeasure_settled check ((outcome is null) = (settled_at is null) and (outcome is null) = (outcome_reason is null)),
  -- 复测的人不能自己复核
  constraint plan_remeasure_two_persons check (measured_by <> settled_by)
);
comment on table plan_remeasure is '第三方复测：抽样、复测的数、与报送数的比较；相差超过规定的要复核，写明用哪个、为什么';
revoke delete on plan_remeasure from {{app}};
alter table plan_remeasure enable row level security;
create policy plan_remeasure_scope on plan_remeasure using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 公众评价不记谁怎么答：一张表只数每天各答案多少份，另一张表只记号码的摘要，办结以后删掉。
create table plan_survey_count (
  evaluation_id uuid not null,
  division text collate "C" not null,
  on_day date not null,
  answer text collate "C" not null,
  copies integer not null,
  constraint plan_survey_count_pkey primary key (evaluation_id, on_day, answer),
  constraint plan_survey_count_evaluation_fkey foreign key (evaluation_id) references plan_evaluation (id),
  constraint plan_survey_count_answer check (answer in ('a', 'b', 'c', 'd', 'e')),
  constraint plan_survey_count_copies check (copies > 0)
);
comment on table plan_survey_count is '公众评价：每天各答案多少份，不记是谁';
revoke delete on plan_survey_count from {{app}};
alter table plan_survey_count enable row level security;
create policy plan_survey_count_scope on plan_survey_count using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table plan_survey_voice (
  evaluation_id uuid not null,
  division text collate "C" not null,
  phone_digest bytea not null,
  constraint plan_survey_voice_pkey primary key (evaluation_id, phone_digest),
  constraint plan_survey_voice_evaluation_fkey foreign key (evaluation_id) references plan_evaluation (id)
);
comment on table plan_survey_voice is '公众评价：哪些号码（摘要）参与过，只为一个号码答一次；成稿以后删掉';
alter table plan_survey_voice enable row level security;
create policy plan_survey_voice_scope on plan_survey_voice using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('plan_evaluation', 'division', '市级'),
  ('plan_self_evaluation', 'division', '评估记当时的区划'),
  ('plan_remeasure', 'division', '评估记当时的区划'),
  ('plan_survey_count', 'division', '市级'),
  ('plan_survey_voice', 'division', '市级');

create function keep_published_evaluations() returns trigger language plpgsql set search_path from current as $$
begin
  if old.state = 'published' then raise exception 'a published evaluation is never changed' using errcode = '42501'; end if;
  return new;
end $$;
create trigger plan_evaluation_kept before update on plan_evaluation for each row execute function keep_published_evaluations();
