-- 规划任务: what a plan has somebody do, by chapter; progress with proof that a second person checks; changed only with the approval on file.
create table plan_task (
  id uuid not null,
  no integer generated always as identity,
  plan text collate "C" not null,
  kind text collate "C" not null,
  parent uuid,
  division text collate "C" not null,
  text text not null,
  section text not null,
  department text not null default '',
  lead text not null default '',
  due_on date,
  state text collate "C" not null default 'waiting',
  done_on date,
  changes integer not null default 0,
  told_on date,
  version integer not null default 1,
  entered_at timestamptz not null,
  entered_by text not null,
  entered_name text not null,
  constraint plan_task_pkey primary key (id),
  constraint plan_task_no unique (no),
  constraint plan_task_plan_fkey foreign key (plan) references plan (code),
  constraint plan_task_parent_fkey foreign key (parent) references plan_task (id),
  constraint plan_task_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_task_kind check (kind in ('chapter', 'task')),
  -- 篇章下面是任务，任务都有责任单位、负责人和期限
  constraint plan_task_shape check ((kind = 'chapter') = (parent is null) and (kind = 'chapter') = (due_on is null) and (kind = 'chapter' or (department <> '' and lead <> ''))),
  constraint plan_task_state check (state in ('waiting', 'going', 'done', 'ended') and (kind = 'task' or state = 'waiting')),
  constraint plan_task_done check ((state = 'done') = (done_on is not null))
);
comment on table plan_task is '规划任务：篇章和任务，责任单位、负责人、期限、到了哪一步；逾期由期限算出，不另存';
create index plan_task_listed on plan_task (plan, due_on, no) where kind = 'task';
create index plan_task_under on plan_task (parent);
create index plan_task_open on plan_task (due_on) where kind = 'task' and state in ('waiting', 'going');
alter table plan_task enable row level security;
-- 规划和它的任务是公开的：各县都看得到
create policy plan_task_read on plan_task for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_task_scope on plan_task using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
-- 登记错了的，还没有动过才能删
create policy plan_task_drop on plan_task as restrictive for delete using (state = 'waiting' and changes = 0);

create table plan_task_report (
  id uuid not null,
  task_id uuid not null,
  division text collate "C" not null,
  claim text collate "C" not null,
  done_on date,
  says text not null,
  problem text,
  proof_file uuid not null,
  state text collate "C" not null default 'waiting',
  reported_at timestamptz not null,
  reported_by text not null,
  reported_name text not null,
  checked_at timestamptz,
  checked_by text,
  checked_name text,
  check_note text,
  constraint plan_task_report_pkey primary key (id),
  constraint plan_task_report_task_fkey foreign key (task_id) references plan_task (id),
  constraint plan_task_report_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_task_report_claim check (claim in ('going', 'done') and (claim = 'done') = (done_on is not null)),
  constraint plan_task_report_state check (state in ('waiting', 'counted', 'returned')),
  constraint plan_task_report_checked check ((state = 'waiting') = (checked_at is null) and (checked_at is null) = (checked_by is null) and (state = 'returned') = (check_note is not null)),
  -- 报的人不能自己核
  constraint plan_task_report_two_persons check (reported_by <> checked_by)
);
comment on table plan_task_report is '规划任务的进展：责任单位报，附佐证，另一人核过才计入';
create unique index plan_task_report_waiting on plan_task_report (task_id) where state = 'waiting';
create index plan_task_report_listed on plan_task_report (task_id, reported_at);
revoke update, delete on plan_task_report from {{app}};
grant update (state, checked_at, checked_by, checked_name, check_note) on plan_task_report to {{app}};
alter table plan_task_report enable row level security;
create policy plan_task_report_scope on plan_task_report using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table plan_task_change (
  id uuid not null,
  task_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  before jsonb not null,
  after jsonb,
  reason text not null,
  evaluation_id uuid,
  document_no text,
  document_file uuid,
  state text collate "C" not null default 'proposed',
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposed_name text not null,
  answer text,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  constraint plan_task_change_pkey primary key (id),
  constraint plan_task_change_task_fkey foreign key (task_id) references plan_task (id),
  constraint plan_task_change_evaluation_fkey foreign key (evaluation_id) references plan_evaluation (id),
  constraint plan_task_change_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_task_change_kind check (kind in ('change', 'end') and (kind = 'change') = (after is not null)),
  constraint plan_task_change_state check (state in ('proposed', 'adopted', 'refused')),
  constraint plan_task_change_decided check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null) and (state = 'refused') = (answer is not null)),
  -- 调整须有批准文件
  constraint plan_task_change_approved check (state <> 'adopted' or (document_no is not null and document_file is not null)),
  -- 提出的人不能自己审定
  constraint plan_task_change_two_persons check (proposed_by <> decided_by)
);
comment on table plan_task_change is '规划任务的调整：改了什么、依据、文号、批准文件；提出和审定是两个人，只增不改';
create unique index plan_task_change_open on plan_task_change (task_id) where state = 'proposed';
create index plan_task_change_listed on plan_task_change (task_id, proposed_at);
revoke update, delete on plan_task_change from {{app}};
grant update (state, answer, document_no, document_file, decided_at, decided_by, decided_name) on plan_task_change to {{app}};
alter table plan_task_change enable row level security;
create policy plan_task_change_read on plan_task_change for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_task_change_scope on plan_task_change using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('plan_task_report', 'division', '记当时由哪个单位报'),
  ('plan_task_change', 'division', '记当时是哪个单位的任务');
