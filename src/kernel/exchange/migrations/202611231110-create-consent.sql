create table consent (
  id uuid not null,
  person_id uuid not null,
  guardian_id uuid,
  recorder_person_id uuid,
  case_id uuid,
  division text collate "C" not null,
  purpose text not null,
  sources text[] not null,
  signed_at timestamptz not null,
  signed_on date not null,
  valid_to date not null,
  signature_file uuid not null,
  recorded_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  constraint consent_pkey primary key (id),
  constraint consent_sources check (cardinality(sources) between 1 and 40),
  constraint consent_range check (valid_to >= signed_on),
  constraint consent_guardian check (guardian_id <> person_id),
  constraint consent_revoked check ((revoked_at is null) = (revoked_by is null))
);
comment on table consent is '核对授权书：谁、为何事、同意查询哪些部门、有效期；可以撤回';
create index consent_person on consent (person_id, purpose);
create index consent_case on consent (case_id);
-- Who collected the signature (an applicant for the family) sees it too, as the guardian does.
alter table consent enable row level security;
create policy consent_scope on consent using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or guardian_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or recorder_person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
revoke update, delete on consent from {{app}};
grant update (revoked_at, revoked_by) on consent to {{app}};
