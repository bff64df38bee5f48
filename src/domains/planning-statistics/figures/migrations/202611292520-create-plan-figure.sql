-- 规划里印出的每一个数: targets, actual values and forecasts to the letter; what the platform counts itself stands beside them, never in their place.
create table plan_figure (
  row_no integer not null,
  plan text collate "C" not null,
  indicator text collate "C" not null,
  name text not null,
  unit text not null,
  kind text not null,
  year text collate "C" not null,
  value_type text collate "C" not null,
  qualifier text not null,
  value text collate "C" not null,
  division text collate "C" not null,
  section text not null,
  phrase text not null,
  domain text collate "C" not null,
  constraint plan_figure_pkey primary key (row_no),
  constraint plan_figure_plan_fkey foreign key (plan) references plan (code),
  constraint plan_figure_kind check (kind in ('约束性', '预期性', '未注明')),
  constraint plan_figure_type check (value_type in ('target', 'actual', 'forecast')),
  constraint plan_figure_qualifier check (qualifier in ('=', '≥', '≤', '≈')),
  constraint plan_figure_value check (value ~ '^[0-9]+(\.[0-9]+)?$')
);
comment on table plan_figure is '规划印出的数：目标值、实际值、预测值，原文和章节；不能修改、不能删除';
create index plan_figure_indicator on plan_figure (indicator, year);
revoke update, delete on plan_figure from {{app}};
alter table plan_figure enable row level security;
create policy plan_figure_read on plan_figure for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_figure_scope on plan_figure using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
