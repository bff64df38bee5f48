-- 项目的推进: the stage a project has reached, what was reported of it month by month, and its money by source. The printed row stays as it is: all of this stands beside it.
alter table project
  add column stage text collate "C" not null default 'reserve',
  add column stage_on date,
  add column side text collate "C" not null default 'none',
  add column merged_project uuid,
  add column adjusted_fen bigint,
  add column invested_fen bigint not null default 0,
  add column feasibility_fen bigint,
  add column feasibility_no text,
  add column design_fen bigint,
  add column design_no text,
  add column reported_back_no text,
  add column planned_start_on date,
  add column planned_finish_on date,
  add column entered_on date,
  add column reported_month text collate "C",
  add column updated_on date,
  add column stale_told_on date,
  add column alarms text[] not null default '{}';
update project set entered_on = (changed_at at time zone 'Asia/Shanghai')::date;
alter table project
  alter column entered_on set not null,
  add constraint project_at unique (id, division),
  add constraint project_merged_fkey foreign key (merged_project) references project (id),
  add constraint project_stage check (stage in ('reserve', 'approved', 'feasibility', 'design', 'tender', 'started', 'structure', 'completed', 'in-use')),
  add constraint project_side check (side in ('none', 'paused', 'cancelled', 'adjusted', 'merged')),
  add constraint project_merged check ((side = 'merged') = (merged_project is not null) and merged_project <> id),
  add constraint project_amounts check (invested_fen >= 0 and adjusted_fen >= 0 and feasibility_fen > 0 and design_fen > 0),
  add constraint project_estimates check ((feasibility_fen is null) = (feasibility_no is null) and (design_fen is null) = (design_no is null)),
  add constraint project_planned check (planned_start_on <= planned_finish_on);
comment on column project.adjusted_fen is '调整后的投资：没有调整过的为空，用印出的投资额';
comment on column project.updated_on is '最近一次更新进度的日子；从没报过的为空';
comment on column project.alarms is '现在要提醒的事：由规则算出，每天和每次变动时重算';
create index project_alarmed on project using gin (alarms);

create table project_step (
  id uuid not null,
  project_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  from_state text collate "C",
  to_state text collate "C" not null,
  stepped_on date not null,
  reason text not null,
  document_no text,
  before_fen bigint,
  after_fen bigint,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint project_step_pkey primary key (id),
  constraint project_step_project_fkey foreign key (project_id, division) references project (id, division) on update cascade,
  constraint project_step_kind check (kind in ('stage', 'side', 'estimate', 'funding', 'schedule', 'urge'))
);
comment on table project_step is '项目经过：阶段变动、暂停、取消、调整、合并，概算、资金计划和督促；只增不改';
create index project_step_listed on project_step (project_id, recorded_at, id);
revoke update, delete on project_step from {{app}};
alter table project_step enable row level security;
create policy project_step_scope on project_step using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project_report (
  id uuid not null,
  project_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  version integer not null,
  state text collate "C" not null,
  stage text collate "C" not null,
  stage_on date,
  reason text,
  invested_fen bigint not null,
  done text not null,
  problem text,
  correction text,
  reported_at timestamptz not null,
  reported_by text not null,
  reported_name text not null,
  checked_at timestamptz,
  checked_by text,
  checked_name text,
  check_note text,
  constraint project_report_pkey primary key (id),
  constraint project_report_project_fkey foreign key (project_id, division) references project (id, division) on update cascade,
  constraint project_report_version unique (project_id, month, version),
  constraint project_report_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint project_report_state check (state in ('waiting', 'counted', 'returned', 'replaced')),
  constraint project_report_stage check (stage in ('reserve', 'approved', 'feasibility', 'design', 'tender', 'started', 'structure', 'completed', 'in-use')),
  constraint project_report_invested check (invested_fen >= 0),
  constraint project_report_correction check (correction is null or version > 1),
  constraint project_report_checked check ((checked_at is null) = (checked_by is null) and (checked_at is null) = (checked_name is null))
);
comment on table project_report is '项目月报：一个项目一个月一份，更正是新的一版，原来的保留';
-- 一月一份: at most one version counts, and at most one waits to be checked.
create unique index project_report_counted on project_report (project_id, month) where state = 'counted';
create unique index project_report_waiting on project_report (project_id, month) where state = 'waiting';
create index project_report_to_check on project_report (division, id) where state = 'waiting';
revoke update, delete on project_report from {{app}};
grant update (state, checked_at, checked_by, checked_name, check_note) on project_report to {{app}};
alter table project_report enable row level security;
create policy project_report_scope on project_report using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project_report_money (
  report_id uuid not null,
  source text collate "C" not null,
  project_id uuid not null,
  division text collate "C" not null,
  arrived_fen bigint not null,
  paid_fen bigint not null,
  constraint project_report_money_pkey primary key (report_id, source),
  constraint project_report_money_report_fkey foreign key (report_id) references project_report (id),
  constraint project_report_money_project_fkey foreign key (project_id, division) references project (id, division) on update cascade,
  constraint project_report_money_paid check (paid_fen >= 0 and paid_fen <= arrived_fen)
);
comment on table project_report_money is '项目月报的资金：按来源的累计到账、累计支付';
revoke update, delete on project_report_money from {{app}};
alter table project_report_money enable row level security;
create policy project_report_money_scope on project_report_money using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project_funding (
  project_id uuid not null,
  source text collate "C" not null,
  division text collate "C" not null,
  planned_fen bigint not null,
  arrived_fen bigint not null default 0,
  paid_fen bigint not null default 0,
  constraint project_funding_pkey primary key (project_id, source),
  constraint project_funding_project_fkey foreign key (project_id, division) references project (id, division) on update cascade,
  constraint project_funding_source check (source in ('central', 'province', 'city', 'county', 'lottery-ministry', 'lottery-province', 'lottery-city', 'lottery-county', 'bond', 'social', 'donation', 'other')),
  constraint project_funding_planned check (planned_fen > 0),
  constraint project_funding_arrived check (arrived_fen >= 0 and arrived_fen <= planned_fen),
  constraint project_funding_paid check (paid_fen >= 0 and paid_fen <= arrived_fen)
);
comment on table project_funding is '项目资金：按来源的计划、累计到账、累计支付；计划之和等于投资';
alter table project_funding enable row level security;
create policy project_funding_scope on project_funding using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- Σ 计划 = 投资, at the end of the transaction: a plan is changed source by source, an adjustment changes both sides.
create function project_funding_fits(p_project uuid) returns void language plpgsql as $$
declare
  planned bigint;
  investment bigint;
begin
  select sum(f.planned_fen) into planned from project_funding f where f.project_id = p_project;
  select coalesce(p.adjusted_fen, p.investment_fen) into investment from project p where p.id = p_project;
  if planned <> investment then
    raise exception 'funding of project % adds up to %, not %', p_project, planned, investment
      using errcode = 'check_violation', constraint = 'project_funding_sum';
  end if;
end $$;
create function project_funding_changed() returns trigger language plpgsql as $$
begin
  perform project_funding_fits(coalesce(new.project_id, old.project_id));
  return null;
end $$;
create function project_investment_changed() returns trigger language plpgsql as $$
begin
  perform project_funding_fits(new.id);
  return null;
end $$;
create constraint trigger project_funding_sum after insert or update or delete on project_funding deferrable initially deferred
  for each row execute function project_funding_changed();
create constraint trigger project_investment_sum after update of investment_fen, adjusted_fen on project deferrable initially deferred
  for each row execute function project_investment_changed();

create table project_price (
  plan text collate "C" not null,
  category text not null,
  subcategory text not null,
  division text collate "C" not null,
  median_fen bigint not null,
  constraint project_price_pkey primary key (plan, category, subcategory),
  constraint project_price_plan_fkey foreign key (plan) references plan (code)
);
comment on table project_price is '各小类每个项目投资的中位数：单价疑点的尺子，全市一把，各县都看得到';
alter table project_price enable row level security;
create policy project_price_read on project_price for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy project_price_scope on project_price using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
