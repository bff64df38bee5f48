create table standard_draft (
  id uuid not null,
  division text collate "C" not null,
  title text not null,
  document_no text not null,
  state text collate "C" not null default 'draft',
  version integer not null default 1,
  proposed_by text not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  submitted_by text,
  submitted_name text,
  submitted_at timestamptz,
  approved_by text,
  approved_name text,
  approved_at timestamptz,
  published_at timestamptz,
  rehearsal_id uuid,
  publication_id uuid,
  note text,
  constraint standard_draft_pkey primary key (id),
  constraint standard_draft_division_code check (division ~ '^[0-9]{12}$'),
  constraint standard_draft_state check (state in ('draft', 'submitted', 'approved', 'publishing', 'published', 'withdrawn')),
  constraint standard_draft_two_persons check (approved_by <> submitted_by and approved_by <> proposed_by),
  constraint standard_draft_submitted check (state not in ('submitted', 'approved', 'publishing', 'published') or (submitted_by is not null and rehearsal_id is not null)),
  constraint standard_draft_approved check (state not in ('approved', 'publishing', 'published') or approved_by is not null),
  constraint standard_draft_published check (state not in ('publishing', 'published') or publication_id is not null)
);
comment on table standard_draft is '拟调标准：先预演、两人审批，公布前不生效';
create index standard_draft_list on standard_draft (division, id);
revoke delete on standard_draft from {{app}};

create table standard_draft_row (
  draft_id uuid not null,
  no integer not null,
  key text not null,
  division text collate "C" not null,
  value text not null,
  unit text not null,
  valid_from date not null,
  constraint standard_draft_row_pkey primary key (draft_id, no),
  constraint standard_draft_row_once unique (draft_id, key, division),
  constraint standard_draft_row_draft_fkey foreign key (draft_id) references standard_draft (id),
  constraint standard_draft_row_division_code check (division ~ '^[0-9]{12}$')
);
comment on table standard_draft_row is '拟调的每一项标准';

create table rehearsal_run (
  id uuid not null,
  draft_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  draft_version integer not null,
  state text collate "C" not null default 'running',
  on_date date not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  total integer not null default 0,
  done integer not null default 0,
  cursor text collate "C" not null default '',
  report jsonb,
  constraint rehearsal_run_pkey primary key (id),
  constraint rehearsal_run_draft_fkey foreign key (draft_id) references standard_draft (id),
  constraint rehearsal_run_division_code check (division ~ '^[0-9]{12}$'),
  constraint rehearsal_run_kind check (kind in ('rehearsal', 'publication')),
  constraint rehearsal_run_state check (state in ('running', 'done')),
  constraint rehearsal_run_done check ((state = 'done') = (report is not null) and (state = 'done') = (ended_at is not null))
);
comment on table rehearsal_run is '预演和公布的执行：进度、断点和汇总结果';
create unique index rehearsal_run_one on rehearsal_run (draft_id) where state = 'running';
create index rehearsal_run_open on rehearsal_run (state, id) where state = 'running';
revoke delete on rehearsal_run from {{app}};

create table rehearsal_row (
  run_id uuid not null,
  subject_id uuid not null,
  programme text collate "C" not null,
  division text collate "C" not null,
  person_id uuid not null,
  effect text collate "C" not null,
  urban_rural text collate "C",
  persons integer,
  from_month text collate "C" not null,
  old_fen bigint not null,
  new_fen bigint not null,
  arrears_fen bigint not null,
  reversal boolean not null default false,
  reason text,
  basis_id uuid,
  constraint rehearsal_row_pkey primary key (run_id, subject_id),
  constraint rehearsal_row_run_fkey foreign key (run_id) references rehearsal_run (id),
  constraint rehearsal_row_effect check (effect in ('same', 'gain', 'loss', 'enter', 'leave', 'unclear'))
);
comment on table rehearsal_row is '预演和公布逐户结果';
comment on column rehearsal_row.subject_id is '待遇；effect 为 enter 时是原不予确认的决定';
comment on column rehearsal_row.basis_id is '所依据的待遇版本或决定：与公布时不同，说明其间情况有变';
create index rehearsal_row_effect on rehearsal_row (run_id, effect, subject_id);

alter table standard_draft enable row level security;
create policy standard_draft_scope on standard_draft using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
alter table standard_draft_row enable row level security;
create policy standard_draft_row_scope on standard_draft_row using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
alter table rehearsal_run enable row level security;
create policy rehearsal_run_scope on rehearsal_run using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
alter table rehearsal_row enable row level security;
create policy rehearsal_row_scope on rehearsal_row using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
