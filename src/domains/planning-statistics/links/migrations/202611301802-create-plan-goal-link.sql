-- 规划衔接：一个规划的目标对应别的规划的哪一个目标，目标值并排比较。别的规划不在库里的，照原文写明。
create table plan_goal_link (
  id uuid not null,
  division text collate "C" not null,
  indicator text collate "C" not null,
  relation text collate "C" not null,
  other_indicator text collate "C",
  other_plan text,
  other_goal text,
  other_unit text,
  other_year text collate "C",
  other_qualifier text,
  other_value text collate "C",
  note text not null,
  entered_on date not null,
  entered_by text not null,
  entered_name text not null,
  constraint plan_goal_link_pkey primary key (id),
  constraint plan_goal_link_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_goal_link_relation check (relation in ('higher', 'detail', 'succeeds', 'parallel')),
  -- 两种写法，只能是一种：库里的目标，或者照原文写明的
  constraint plan_goal_link_other check ((other_indicator is null) = (other_plan is not null) and (other_plan is null) = (other_goal is null) and (other_plan is null) = (other_unit is null)
    and (other_plan is null) = (other_year is null) and (other_plan is null) = (other_qualifier is null) and (other_plan is null) = (other_value is null)),
  constraint plan_goal_link_value check (other_value ~ '^[0-9]+(\.[0-9]+)?$' and other_year ~ '^[0-9]{4}$' and other_qualifier in ('=', '≥', '≤', '≈')),
  constraint plan_goal_link_itself check (other_indicator <> indicator)
);
comment on table plan_goal_link is '规划衔接：目标对目标，上级规划、专项规划、上一期规划、其他部门规划';
create unique index plan_goal_link_once on plan_goal_link (least(indicator, other_indicator), greatest(indicator, other_indicator)) where other_indicator is not null;
create unique index plan_goal_link_text_once on plan_goal_link (indicator, other_plan, other_goal, other_year) where other_indicator is null;
create index plan_goal_link_other_side on plan_goal_link (other_indicator) where other_indicator is not null;
revoke update on plan_goal_link from {{app}};
alter table plan_goal_link enable row level security;
-- 规划和它的目标是公开的：各县都看得到
create policy plan_goal_link_read on plan_goal_link for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_goal_link_scope on plan_goal_link using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values ('plan_goal_link', 'division', '全市的规划衔接，记当时由市里登记');
