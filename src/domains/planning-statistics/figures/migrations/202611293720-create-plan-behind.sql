-- 指标滞后: of which period whom it was told, so that it is told once.
create table plan_behind (
  indicator text collate "C" not null,
  division text collate "C" not null,
  period text collate "C" not null,
  status text collate "C" not null,
  told_on date not null,
  constraint plan_behind_pkey primary key (indicator, division, period),
  constraint plan_behind_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_behind_period check (period ~ '^\d{4}(-Q[1-4])?$'),
  constraint plan_behind_status check (status in ('behind', 'farBehind'))
);
comment on table plan_behind is '指标滞后的提醒：一个单位的一项指标，一期只提醒一次';
revoke update, delete on plan_behind from {{app}};
alter table plan_behind enable row level security;
create policy plan_behind_scope on plan_behind using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values ('plan_behind', 'division', '记当时提醒的是哪个单位');
