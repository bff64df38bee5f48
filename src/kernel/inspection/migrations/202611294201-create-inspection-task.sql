-- 检查任务：抽出来的、有因的、年度全覆盖的；到场扫码，逐项检查，两名执法人员和机构签名，二十个工作日内公示
create table inspection_task (
  id uuid not null,
  no text collate "C" not null,
  kind text collate "C" not null,
  object_id uuid not null,
  object_no text collate "C" not null,
  object_name text not null,
  division text collate "C" not null,
  cause text collate "C" not null,
  cause_note text not null default '',
  matter text not null,
  year integer not null,
  draw_id uuid,
  window_from date not null,
  window_to date not null,
  announced boolean not null default false,
  offices text not null default '',
  lead_id uuid,
  second_id uuid,
  items jsonb not null,
  state text collate "C" not null default 'assigned',
  arrived_at timestamptz,
  arrived_way text collate "C",
  arrived_position text,
  finished_at timestamptz,
  answers jsonb,
  result text collate "C",
  note text,
  lead_signature uuid,
  second_signature uuid,
  object_signature uuid,
  object_signer text,
  publish_by date,
  published_on date,
  publish_reminded_on date,
  objection text,
  objected_on date,
  objection_answer text,
  objection_answered_on date,
  objection_answered_name text,
  created_at timestamptz not null,
  created_by text not null,
  version integer not null default 1,
  constraint inspection_task_pkey primary key (id),
  constraint inspection_task_no_key unique (no),
  constraint inspection_task_draw_fkey foreign key (draw_id) references inspection_draw (id),
  constraint inspection_task_lead_fkey foreign key (lead_id) references inspector (id),
  constraint inspection_task_second_fkey foreign key (second_id) references inspector (id),
  constraint inspection_task_division_code check (division ~ '^[0-9]{12}$'),
  constraint inspection_task_cause check (cause in ('draw', 'complaint', 'incident', 'transfer', 'coverage')),
  constraint inspection_task_drawn check ((cause = 'draw') = (draw_id is not null)),
  constraint inspection_task_state check (state in ('unassigned', 'assigned', 'arrived', 'finished', 'published', 'void')),
  constraint inspection_task_pair check (
    (lead_id is null) = (second_id is null) and lead_id <> second_id and (state in ('unassigned', 'void') or lead_id is not null)),
  constraint inspection_task_arrived check ((arrived_at is null) = (arrived_way is null) and arrived_way in ('scan', 'number')),
  constraint inspection_task_finished check (
    (state in ('finished', 'published')) = (finished_at is not null) and (finished_at is null) = (result is null) and (finished_at is null) = (answers is null)
    and (finished_at is null) = (publish_by is null) and (finished_at is null or (arrived_at is not null and lead_signature is not null and second_signature is not null))),
  constraint inspection_task_result check (result in ('passed', 'rectify', 'case')),
  constraint inspection_task_published check ((state = 'published') = (published_on is not null)),
  constraint inspection_task_objection check (
    (objection is null) = (objected_on is null) and (objection_answer is null) = (objection_answered_on is null) and (objection_answer is null or objection is not null))
);
comment on table inspection_task is '检查任务：一家一次；检查的项目在派任务时定下，答案、签名、结果只写一次';
-- 年度全覆盖每家一年最多补一次
create unique index inspection_task_coverage on inspection_task (kind, object_id, year) where cause = 'coverage';
create unique index inspection_task_of_draw on inspection_task (draw_id, object_id) where draw_id is not null;
create index inspection_task_listed on inspection_task (kind, division, created_at desc);
create index inspection_task_of_object on inspection_task (object_id, finished_at desc);
create index inspection_task_of_lead on inspection_task (lead_id, state);
create index inspection_task_of_second on inspection_task (second_id, state);
revoke delete on inspection_task from {{app}};
alter table inspection_task enable row level security;
create policy inspection_task_scope on inspection_task using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or object_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
