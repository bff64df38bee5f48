create sequence verification_report_no;

create table verification_request (
  id uuid not null,
  case_id uuid not null,
  run integer not null,
  round integer not null default 1,
  division text collate "C" not null,
  applicant_id uuid,
  state text not null,
  requested_at timestamptz not null,
  requested_by text not null,
  start_due date not null,
  started_at timestamptz,
  started_by text,
  declared bytea not null,
  members bytea not null,
  report bytea,
  report_no text,
  reported_at timestamptz,
  reported_by text,
  valid_to date,
  complete boolean,
  objection bytea,
  objected_at timestamptz,
  review_due date,
  archived_at timestamptz,
  constraint verification_request_pkey primary key (id),
  constraint verification_request_run unique (case_id, run),
  constraint verification_request_report_no unique (report_no),
  constraint verification_request_state check (
    state in ('awaiting-consent', 'requested', 'started', 'querying', 'partly-answered', 'reported', 'disputed', 'rechecking', 'archived')),
  constraint verification_request_report check (
    (report is null) = (reported_at is null) and (report is null) = (report_no is null) and (report is null) = (valid_to is null)
    and (report is null) = (complete is null) and (report is not null or state not in ('reported', 'disputed', 'rechecking', 'archived')))
);
comment on table verification_request is '家庭经济状况核对：每件每次一条；申报、成员、报告均加密';
create unique index verification_request_open on verification_request (case_id) where state <> 'archived';
create index verification_request_division on verification_request (division, state, requested_at);
alter table verification_request enable row level security;
create policy verification_request_scope on verification_request using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or applicant_id = (select nullif(current_setting('app.person', true), ''))::uuid);
revoke delete on verification_request from {{app}};

create table verification_discrepancy (
  id uuid not null,
  verification_id uuid not null,
  round integer not null,
  seq integer not null,
  division text collate "C" not null,
  detail bytea not null,
  disposition text,
  reason bytea,
  evidence uuid[] not null default '{}',
  disposed_at timestamptz,
  disposed_by text,
  constraint verification_discrepancy_pkey primary key (id),
  constraint verification_discrepancy_seq unique (verification_id, round, seq),
  constraint verification_discrepancy_request_fkey foreign key (verification_id) references verification_request (id),
  constraint verification_discrepancy_disposition check (disposition in ('adjusted', 'appeal-upheld', 'data-error', 'exempted')),
  constraint verification_discrepancy_disposed check (
    (disposition is null) = (reason is null) and (disposition is null) = (disposed_at is null) and (disposition is null) = (disposed_by is null))
);
comment on table verification_discrepancy is '核对差异：查得与申报不符之处，每一项都要有处置结论；内容加密';
alter table verification_discrepancy enable row level security;
create policy verification_discrepancy_scope on verification_discrepancy using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
revoke update, delete on verification_discrepancy from {{app}};
grant update (disposition, reason, evidence, disposed_at, disposed_by) on verification_discrepancy to {{app}};
