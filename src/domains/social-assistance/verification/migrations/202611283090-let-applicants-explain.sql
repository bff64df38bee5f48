-- 告知核对不符（民发〔2021〕57号第十八条）：告知的那一天以前，申请人可以说明、补交材料或者提出异议。
alter table verification_request add column explain_until date;
comment on column verification_request.explain_until is '告知申请人的说明期限；报告没有差异的为空';

-- 申请人看得见自己这一次核对的差异；给谁看哪些字，由程序按家人和成年与否决定。
drop policy verification_discrepancy_scope on verification_discrepancy;
create policy verification_discrepancy_scope on verification_discrepancy using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select from verification_request v where v.id = verification_id
    and v.applicant_id = (select nullif(current_setting('app.person', true), ''))::uuid));

create table verification_statement (
  id uuid not null,
  verification_id uuid not null,
  round integer not null,
  division text collate "C" not null,
  applicant_id uuid,
  kind text not null,
  text bytea not null,
  papers uuid[] not null default '{}',
  stated_on date not null,
  stated_at timestamptz not null,
  stated_by text not null,
  constraint verification_statement_pkey primary key (id),
  constraint verification_statement_request_fkey foreign key (verification_id) references verification_request (id),
  constraint verification_statement_kind check (kind in ('explain', 'object')),
  constraint verification_statement_division_code check (division ~ '^[0-9]{12}$')
);
comment on table verification_statement is '申请人对核对差异的说明和异议，附材料；内容加密，写下后不改';
create index verification_statement_request on verification_statement (verification_id, stated_at);
alter table verification_statement enable row level security;
create policy verification_statement_scope on verification_statement using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or applicant_id = (select nullif(current_setting('app.person', true), ''))::uuid);
revoke update, delete on verification_statement from {{app}};
