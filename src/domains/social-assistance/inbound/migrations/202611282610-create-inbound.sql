create sequence inbound_check_no;

create table inbound_check (
  id uuid not null,
  no text collate "C" not null,
  division text collate "C" not null,
  origin text not null,
  their_case_no text not null,
  channel text not null,
  letter_file uuid,
  subject_digest bytea not null,
  digest_key text collate "C" not null,
  content bytea not null,
  sources text[] not null,
  state text not null default 'received',
  received_on date not null,
  due_on date not null,
  received_by text not null,
  assigned_to text,
  assigned_name text,
  started_at timestamptz,
  result bytea,
  document_id uuid,
  closed_at timestamptz,
  closed_by text,
  constraint inbound_check_pkey primary key (id),
  constraint inbound_check_no_once unique (no),
  -- The same request of the same authority, however it comes and however often, is one.
  constraint inbound_check_once unique (division, origin, their_case_no, subject_digest),
  constraint inbound_check_division_code check (division ~ '^[0-9]{12}$'),
  constraint inbound_check_channel check (channel in ('interface', 'letter')),
  constraint inbound_check_letter check (channel = 'interface' or letter_file is not null),
  constraint inbound_check_case_no check (btrim(their_case_no) <> '' and btrim(origin) <> ''),
  constraint inbound_check_sources check (cardinality(sources) between 1 and 40),
  constraint inbound_check_state check (state in ('received', 'querying', 'answered', 'returned')),
  constraint inbound_check_asked check (state in ('received', 'returned') or (started_at is not null and assigned_to is not null)),
  constraint inbound_check_closed check (
    (state in ('answered', 'returned')) = (closed_at is not null) and (closed_at is null) = (closed_by is null) and (closed_at is null) = (document_id is null))
);
comment on table inbound_check is '外省来函：外省核对机构请我们协助查询，凭对方办件号和本人授权；人员和结果加密';
create index inbound_check_open on inbound_check (division, due_on, id) where closed_at is null;
create index inbound_check_received on inbound_check (division, received_on desc, id desc);
alter table inbound_check enable row level security;
create policy inbound_check_scope on inbound_check using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
revoke delete on inbound_check from {{app}};
