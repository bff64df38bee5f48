-- 隐患排查整改：发现、定级、交办、整改、申请销号、复查、销号；安全的期限不因放假顺延
create table hidden_danger (
  id uuid not null,
  no text collate "C" not null,
  kind text collate "C" not null,
  object_id uuid not null,
  object_no text collate "C" not null,
  object_name text not null,
  division text collate "C" not null,
  source text collate "C" not null,
  task_id uuid,
  rule text not null,
  place text not null,
  found_on date not null,
  reported_by text not null,
  reported_name text not null,
  position text,
  suggested text collate "C" not null,
  grade text collate "C",
  least_grade text collate "C" not null default 'general',
  graded_on date,
  graded_by text,
  measures text not null default '',
  due_on date,
  first_due_on date,
  extension_days integer,
  extension_reason text,
  extension_asked_on date,
  extension_state text collate "C",
  state text collate "C" not null default 'found',
  done_on date,
  done_by text,
  review_by date,
  closed_on date,
  closed_by text,
  rebound_of uuid,
  overdue_step integer not null default 0,
  reminded_on date,
  case_on date,
  version integer not null default 1,
  constraint hidden_danger_pkey primary key (id),
  constraint hidden_danger_no_key unique (no),
  constraint hidden_danger_task_fkey foreign key (task_id) references inspection_task (id),
  constraint hidden_danger_rebound_fkey foreign key (rebound_of) references hidden_danger (id),
  constraint hidden_danger_division_code check (division ~ '^[0-9]{12}$'),
  constraint hidden_danger_source check (source in ('self-check', 'patrol', 'inspection', 'incident', 'complaint', 'device', 'department')),
  constraint hidden_danger_grade check (grade in ('general', 'larger', 'major') and least_grade in ('general', 'larger', 'major')),
  constraint hidden_danger_state check (state in ('found', 'rectifying', 'done', 'closed')),
  constraint hidden_danger_graded check ((state = 'found') = (grade is null) and (grade is null) = (due_on is null) and (grade is null) = (graded_on is null)),
  constraint hidden_danger_extended check (
    (extension_asked_on is null) = (extension_days is null) and (extension_asked_on is null) = (extension_state is null) and extension_days > 0
    and extension_state in ('asked', 'granted', 'refused')),
  constraint hidden_danger_done check (state <> 'done' or (done_on is not null and review_by is not null)),
  -- 复查人不得为上报人，也不得是申请销号的人
  constraint hidden_danger_closed check (
    (state = 'closed') = (closed_on is not null) and (closed_on is null) = (closed_by is null) and closed_by <> reported_by and closed_by <> done_by),
  constraint hidden_danger_overdue check (overdue_step between 0 and 3)
);
comment on table hidden_danger is '隐患：一处一条，级别、期限、延期、逾期到了哪一步；经过见 hidden_danger_step';
create index hidden_danger_listed on hidden_danger (kind, division, found_on desc, id desc);
create index hidden_danger_of_object on hidden_danger (object_id, state);
create index hidden_danger_due on hidden_danger (due_on) where state in ('rectifying', 'done');
revoke delete on hidden_danger from {{app}};
alter table hidden_danger enable row level security;
create policy hidden_danger_scope on hidden_danger using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or object_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table hidden_danger_step (
  id uuid not null,
  danger_id uuid not null,
  object_id uuid not null,
  division text collate "C" not null,
  seq integer not null,
  action text collate "C" not null,
  note text not null,
  photo uuid,
  photo_hash text collate "C",
  position text,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint hidden_danger_step_pkey primary key (id),
  constraint hidden_danger_step_seq unique (danger_id, seq),
  constraint hidden_danger_step_fkey foreign key (danger_id) references hidden_danger (id)
);
comment on table hidden_danger_step is '隐患的经过：谁、什么时候、做了什么、照片；只增不改';
-- 同一张照片不能给两处隐患销号
create unique index hidden_danger_step_photo on hidden_danger_step (photo_hash) where photo_hash is not null;
revoke update, delete on hidden_danger_step from {{app}};
alter table hidden_danger_step enable row level security;
create policy hidden_danger_step_scope on hidden_danger_step using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or object_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
