create table support_obligor (
  id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  content bytea not null,
  named_at timestamptz not null,
  named_by text not null,
  declined_at timestamptz,
  declined_by text,
  consent_id uuid,
  started_at timestamptz,
  started_by text,
  result bytea,
  result_at timestamptz,
  result_by text,
  differs boolean,
  disposition text,
  reason bytea,
  disposed_at timestamptz,
  disposed_by text,
  constraint support_obligor_pkey primary key (id),
  constraint support_obligor_once unique (case_id, person_id),
  constraint support_obligor_case_fkey foreign key (case_id) references service_case (id),
  constraint support_obligor_consent_fkey foreign key (consent_id) references consent (id),
  constraint support_obligor_division_code check (division ~ '^[0-9]{12}$'),
  constraint support_obligor_declined check ((declined_at is null) = (declined_by is null) and (declined_at is null or consent_id is null)),
  -- Nobody is asked about, and nothing is known, without a consent.
  constraint support_obligor_asked check ((started_at is null) = (started_by is null) and (started_at is null or consent_id is not null)),
  constraint support_obligor_result check (
    (result is null) = (result_at is null) and (result is null) = (result_by is null) and (result is null) = (differs is null)
    and (result is null or started_at is not null)),
  constraint support_obligor_disposition check (disposition in ('adjusted', 'appeal-upheld', 'data-error', 'exempted')),
  constraint support_obligor_disposed check (
    (disposition is null) = (reason is null) and (disposition is null) = (disposed_at is null) and (disposition is null) = (disposed_by is null)
    and (disposition is null or differs))
);
comment on table support_obligor is '不在一起生活的赡养、抚养、扶养义务人：凭本人授权核对其收入和救助身份，作为本户办件的证据；内容加密';
create index support_obligor_person on support_obligor (person_id);
create index support_obligor_open on support_obligor (division, named_at, id) where result is null and declined_at is null;
alter table support_obligor enable row level security;
create policy support_obligor_scope on support_obligor using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
