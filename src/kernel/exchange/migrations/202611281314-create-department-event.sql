create table department_event (
  id uuid not null,
  department text collate "C" not null,
  reference text collate "C" not null,
  type text collate "C" not null,
  body_hash text collate "C" not null,
  person_id uuid,
  division text collate "C" not null,
  event_id uuid,
  happened_on date not null,
  received_at timestamptz not null,
  received_from text not null,
  constraint department_event_pkey primary key (id),
  constraint department_event_once unique (department, reference),
  constraint department_event_division_code check (division ~ '^[0-9]{12}$')
);
comment on table department_event is '部门送来的变动：一条一个编号，送两次只算一次；内容在事件里';
create index department_event_sent on department_event (department, received_at desc, id desc);
create index department_event_person on department_event (person_id);
revoke update, delete on department_event from {{app}};
alter table department_event enable row level security;
create policy department_event_scope on department_event using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
