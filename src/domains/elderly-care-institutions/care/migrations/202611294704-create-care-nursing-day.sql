create table care_nursing_day (
  institution_id uuid not null,
  division text collate "C" not null,
  on_day date not null,
  at timestamptz not null,
  constraint care_nursing_day_pkey primary key (institution_id, on_day),
  constraint care_nursing_day_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade
);
comment on table care_nursing_day is '护理站每天的提醒：一家一天只提醒一次';
revoke update, delete on care_nursing_day from {{app}};
alter table care_nursing_day enable row level security;
create policy care_nursing_day_scope on care_nursing_day using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
