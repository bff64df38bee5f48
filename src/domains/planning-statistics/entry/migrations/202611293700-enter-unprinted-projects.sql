-- 入库申报: a project that no printed table has. It stands in the library without a printed row, so nothing that is compared with the printed sums can see it.
alter table project
  alter column table_id drop not null,
  alter column serial_no drop not null,
  add constraint project_printed check ((table_id is null) = (serial_no is null)),
  -- 印出的行次到不了的地方：申报的排在印出的后面
  add constraint project_row_no check (table_id is not null or row_no > 1000000);
comment on column project.table_id is '印在哪一张表；未列入印发表、申报入库的为空';
create unique index project_entered_once on project (plan, row_no) where table_id is null;

create table project_entry (
  id uuid not null,
  plan text collate "C" not null,
  division text collate "C" not null,
  state text collate "C" not null,
  content jsonb not null,
  from_township boolean not null,
  due_on date,
  told_on date,
  entered_at timestamptz not null,
  entered_by text not null,
  entered_name text not null,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  project_id uuid,
  version integer not null default 1,
  constraint project_entry_pkey primary key (id),
  constraint project_entry_plan_fkey foreign key (plan) references plan (code),
  constraint project_entry_project_fkey foreign key (project_id) references project (id),
  constraint project_entry_project_once unique (project_id),
  constraint project_entry_division_code check (division ~ '^[0-9]{12}$'),
  constraint project_entry_state check (state in ('county', 'city', 'returned', 'admitted', 'withdrawn')),
  constraint project_entry_content check (jsonb_typeof(content) = 'object'),
  constraint project_entry_due check ((due_on is not null) = (state in ('county', 'city'))),
  constraint project_entry_admitted check ((state = 'admitted') = (project_id is not null) and (state = 'admitted') = (decided_by is not null)),
  -- 填报的人不能自己审定
  constraint project_entry_two_persons check (entered_by <> decided_by)
);
comment on table project_entry is '未列入印发表的项目申报入库：内容、现在在谁手里、期限，审定以后是哪个项目';
create index project_entry_listed on project_entry (division, entered_at desc, id desc);
create index project_entry_due on project_entry (due_on) where due_on is not null;
revoke delete on project_entry from {{app}};
alter table project_entry enable row level security;
create policy project_entry_scope on project_entry using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table project_entry_step (
  entry_id uuid not null,
  no integer not null,
  action text collate "C" not null,
  note text,
  -- 填报和改报时的内容，一次一份
  content jsonb,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint project_entry_step_pkey primary key (entry_id, no),
  constraint project_entry_step_entry_fkey foreign key (entry_id) references project_entry (id),
  constraint project_entry_step_action check (action in ('enter', 'correct', 'check', 'admit', 'return', 'withdraw'))
);
comment on table project_entry_step is '入库申报的经过：只增不改';
revoke update, delete on project_entry_step from {{app}};
alter table project_entry_step enable row level security;
create policy project_entry_step_scope on project_entry_step using (exists (select from project_entry e where e.id = entry_id));
