create table sheet_import (
  id uuid not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  state text collate "C" not null default 'reading',
  file_hash text collate "C" not null,
  file_name bytea not null,
  row_count integer not null default 0,
  good_count integer not null default 0,
  bad_count integer not null default 0,
  done_count integer not null default 0,
  problem text,
  beat_at timestamptz not null,
  created_at timestamptz not null,
  created_by text not null,
  created_name text not null,
  applied_at timestamptz,
  constraint sheet_import_pkey primary key (id),
  constraint sheet_import_division_code check (division ~ '^[0-9]{12}$'),
  constraint sheet_import_state check (state in ('reading', 'checked', 'applying', 'applied', 'refused', 'cancelled')),
  constraint sheet_import_counts check (row_count >= 0 and good_count >= 0 and bad_count >= 0 and done_count >= 0),
  constraint sheet_import_applied check ((state = 'applied') = (applied_at is not null))
);
comment on table sheet_import is '表格导入：先读取检查，再一次全部导入；原文件连同摘要保存';
comment on column sheet_import.beat_at is '最近一次有进展的实际时间；久无进展的可以接着办';
create index sheet_import_mine on sheet_import (created_by, created_at desc);
create index sheet_import_division on sheet_import (division, created_at desc);
revoke delete on sheet_import from {{app}};

create table sheet_import_row (
  import_id uuid not null,
  no integer not null,
  division text collate "C" not null,
  cells bytea not null,
  problem text,
  constraint sheet_import_row_pkey primary key (import_id, no),
  constraint sheet_import_row_import_fkey foreign key (import_id) references sheet_import (id)
);
comment on table sheet_import_row is '导入表格的行：内容加密，问题用一句话写在旁边';
create index sheet_import_row_bad on sheet_import_row (import_id, no) where problem is not null;

create table sheet_export (
  id uuid not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  state text collate "C" not null,
  filter jsonb not null,
  purpose text not null,
  person_count integer not null,
  requested_at timestamptz not null,
  requested_by text not null,
  requested_name text not null,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  decision_note text,
  expires_at timestamptz,
  downloads integer not null default 0,
  constraint sheet_export_pkey primary key (id),
  constraint sheet_export_division_code check (division ~ '^[0-9]{12}$'),
  constraint sheet_export_state check (state in ('requested', 'approved', 'refused')),
  constraint sheet_export_purpose check (length(purpose) between 4 and 200),
  constraint sheet_export_decided check (state = 'requested' or person_count <= 50 or (decided_by is not null and decided_by <> requested_by)),
  constraint sheet_export_expires check ((state = 'approved') = (expires_at is not null))
);
comment on table sheet_export is '批量导出申请：超过50人须由县级负责人审批，申请人不能自批；限期下载，文件带水印';
create index sheet_export_mine on sheet_export (requested_by, requested_at desc);
create index sheet_export_division on sheet_export (division, requested_at desc);
revoke delete on sheet_export from {{app}};

alter table sheet_import enable row level security;
create policy sheet_import_scope on sheet_import using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table sheet_import_row enable row level security;
create policy sheet_import_row_scope on sheet_import_row using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table sheet_export enable row level security;
create policy sheet_export_scope on sheet_export using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
