-- 区划变更的卷：从调研、论证、报送到批准、完成（行政区划管理条例）。批准以后怎样生效在 division_change。
create table division_dossier (
  id uuid not null,
  division text collate "C" not null,
  title text not null,
  state text collate "C" not null,
  scheme jsonb not null,
  papers jsonb not null default '{}',
  change_id uuid,
  approver text,
  document_no text,
  approved_on date,
  complete_by date,
  extension_no text,
  completed_on date,
  submitted_by text,
  submitted_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  created_name text not null,
  constraint division_dossier_pkey primary key (id),
  constraint division_dossier_change_fkey foreign key (change_id) references division_change (id),
  constraint division_dossier_division_code check (division ~ '^[0-9]{12}$'),
  constraint division_dossier_state check (state in ('research', 'argued', 'submitted', 'approved', 'completed', 'refused', 'withdrawn')),
  constraint division_dossier_approved check (state not in ('approved', 'completed') or (change_id is not null and document_no <> '' and approved_on is not null)),
  constraint division_dossier_completed check ((state = 'completed') = (completed_on is not null))
);
comment on table division_dossier is '区划变更卷：方案、论证材料、批准文件、完成情况';
create index division_dossier_division on division_dossier (division, created_at desc, id);
create index division_dossier_open on division_dossier (complete_by) where state = 'approved';
revoke delete on division_dossier from {{app}};
alter table division_dossier enable row level security;
create policy division_dossier_scope on division_dossier using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values ('division_dossier', 'division', '县或市，记当时由哪里办');

create table division_step (
  dossier_id uuid not null,
  no integer not null,
  division text collate "C" not null,
  action text collate "C" not null,
  note text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint division_step_pkey primary key (dossier_id, no),
  constraint division_step_dossier_fkey foreign key (dossier_id) references division_dossier (id)
);
comment on table division_step is '区划变更卷的经过';
revoke update, delete on division_step from {{app}};
alter table division_step enable row level security;
create policy division_step_scope on division_step using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values ('division_step', 'division', '县或市，记当时由哪里办');
