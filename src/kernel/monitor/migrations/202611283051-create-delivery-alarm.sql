-- One alarm a day, whichever process raises it.
create table delivery_alarm (
  day date not null,
  division text collate "C" not null,
  raised_at timestamptz not null,
  constraint delivery_alarm_pkey primary key (day),
  constraint delivery_alarm_division check (division ~ '^[0-9]{12}$')
);
comment on table delivery_alarm is '投递告警：有事情超过一天没有送到的，每天告诉系统管理员一次';
alter table delivery_alarm enable row level security;
create policy delivery_alarm_scope on delivery_alarm using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
revoke update, delete on delivery_alarm from {{app}};
