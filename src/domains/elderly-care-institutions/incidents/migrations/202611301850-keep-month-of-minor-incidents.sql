select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 上月轻微事件每月说一次：1日停机的以后补说，重开不再说。
create table care_incident_minor_told (
  month text collate "C" not null,
  division text collate "C" not null,
  told_at timestamptz not null,
  constraint care_incident_minor_told_pkey primary key (month, division),
  constraint care_incident_minor_told_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint care_incident_minor_told_division_code check (division ~ '^[0-9]{12}$')
);
comment on table care_incident_minor_told is '哪个月的轻微事件什么时候告诉过各县';
revoke update, delete on care_incident_minor_told from {{app}};

alter table care_incident_minor_told enable row level security;
create policy care_incident_minor_told_scope on care_incident_minor_told using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
