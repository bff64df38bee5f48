create table performance_plan (
  id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  year integer not null,
  items jsonb not null,
  base_month text collate "C" not null,
  self_due_on date not null,
  state text collate "C" not null default 'draft',
  drafted_on date not null,
  drafted_by text not null,
  drafted_name text not null,
  adopted_on date,
  adopted_by text,
  adopted_name text,
  published_on date,
  published_by text,
  published_name text,
  conclusion text,
  constraint performance_plan_pkey primary key (id),
  constraint performance_plan_division_code check (division ~ '^[0-9]{12}$'),
  constraint performance_plan_kind check (kind in ('year', 'midterm', 'final')),
  constraint performance_plan_year check (year between 2020 and 2100),
  constraint performance_plan_once unique (division, kind, year),
  constraint performance_plan_state check (state in ('draft', 'open', 'published')),
  constraint performance_plan_base check (base_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint performance_plan_adopted check ((state = 'draft') = (adopted_on is null) and (adopted_on is null) = (adopted_by is null)),
  constraint performance_plan_published check ((state = 'published') = (published_on is not null) and (published_on is null) = (published_by is null)
    and (published_on is null) = (conclusion is null)),
  -- 起草的人不能批准自己的方案
  constraint performance_plan_two_persons check (drafted_by <> adopted_by)
);
comment on table performance_plan is '社会救助考核评估方案：年度考核、规划中期和末期评估；指标、分值、数据截止日、谁起草谁批准、公布的结论';
create index performance_plan_list on performance_plan (year desc, id desc);

create table performance_sheet (
  id uuid not null,
  plan_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  year integer not null,
  base_month text collate "C" not null,
  self_due_on date not null,
  state text collate "C" not null default 'self',
  reminded_on date,
  reported_on date,
  reported_by text,
  reported_name text,
  told_on date,
  told_by text,
  told_name text,
  object_until date,
  published_on date,
  standing jsonb,
  conclusion text,
  version integer not null default 1,
  constraint performance_sheet_pkey primary key (id),
  constraint performance_sheet_plan_fkey foreign key (plan_id) references performance_plan (id),
  constraint performance_sheet_once unique (plan_id, division),
  constraint performance_sheet_division_code check (division ~ '^[0-9]{12}$'),
  constraint performance_sheet_state check (state in ('self', 'reported', 'told', 'published')),
  -- 逾期没有自评的，可以直接核分
  constraint performance_sheet_reported check ((reported_on is null) = (reported_by is null) and (state <> 'self' or reported_on is null)
    and (state <> 'reported' or reported_on is not null)),
  constraint performance_sheet_told check ((state in ('told', 'published')) = (told_on is not null)
    and (told_on is null) = (told_by is null) and (told_on is null) = (object_until is null)),
  constraint performance_sheet_published check ((state = 'published') = (published_on is not null)
    and (published_on is null) = (standing is null) and (published_on is null) = (conclusion is null)),
  -- 自评的人不能核分
  constraint performance_sheet_two_persons check (reported_by <> told_by)
);
comment on table performance_sheet is '考核评估的县级表：一县一份，自评、核分、告知、异议、公布';
create index performance_sheet_list on performance_sheet (year desc, division, id);
create index performance_sheet_self on performance_sheet (self_due_on, id) where state = 'self';
revoke delete on performance_sheet from {{app}};

create table performance_score (
  id uuid not null,
  sheet_id uuid not null,
  no integer not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  indicator text collate "C",
  title text not null,
  standard text not null,
  weight integer not null,
  target text,
  num bigint,
  den bigint,
  counted_on date,
  self_points integer,
  proof_file uuid,
  tenths integer,
  scored_by text,
  objected_on date,
  answered_on date,
  answered_by text,
  accepted boolean,
  -- 自评说明、评分理由、异议和答复
  words bytea not null,
  constraint performance_score_pkey primary key (id),
  constraint performance_score_no unique (sheet_id, no),
  constraint performance_score_sheet_fkey foreign key (sheet_id) references performance_sheet (id),
  constraint performance_score_division_code check (division ~ '^[0-9]{12}$'),
  constraint performance_score_kind check (kind in ('figure', 'judged')),
  constraint performance_score_weight check (weight between 1 and 100),
  constraint performance_score_figure check ((kind = 'figure') = (indicator is not null)),
  constraint performance_score_counted check ((counted_on is null) = (num is null) and (num is null) = (den is null) and (num is null) = (target is null)
    and (counted_on is null or kind = 'figure') and num between 0 and den),
  constraint performance_score_points check (tenths between 0 and weight * 10 and self_points between 0 and weight and (kind = 'judged' or self_points is null)),
  -- 自评得分须有佐证
  constraint performance_score_proof check (proof_file is not null or coalesce(self_points, 0) = 0),
  constraint performance_score_answered check ((answered_on is null) = (answered_by is null) and (answered_on is null) = (accepted is null)
    and (answered_on is null or objected_on is not null)),
  -- 评分的人不能答复对这一项的异议
  constraint performance_score_two_persons check (scored_by <> answered_by)
);
comment on table performance_score is '考核评估的一项：指标项由系统数出，评分项由县自评、市评分；一项可以提一次异议；文字加密';
revoke delete on performance_score from {{app}};

do $$
declare t text;
begin
  foreach t in array array['performance_plan', 'performance_sheet', 'performance_score'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
create policy performance_plan_drop on performance_plan as restrictive for delete using (state = 'draft');
