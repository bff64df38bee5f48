select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 短信没有发出去的，热线打电话告诉；告诉过的不再列
create table care_text_told (
  outgoing_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  result text collate "C" not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint care_text_told_pkey primary key (outgoing_id),
  constraint care_text_told_outgoing_fkey foreign key (outgoing_id) references outgoing_message (id),
  constraint care_text_told_person_fkey foreign key (person_id) references person (id),
  constraint care_text_told_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_text_told_result check (result in ('told', 'no-answer'))
);
comment on table care_text_told is '没有发出去的短信，热线打电话告诉过的';
revoke update, delete on care_text_told from {{app}};
alter table care_text_told enable row level security;
create policy care_text_told_scope on care_text_told using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_text_told', 'person_id', 'false', null, null);
