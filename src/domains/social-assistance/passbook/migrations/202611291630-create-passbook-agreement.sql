-- 存折、银行卡由别人代管的，要有书面协议并报县级备案（57号第二十六条）。
create table passbook_agreement (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  keeper_kind text collate "C" not null,
  keeper_name text not null,
  keeper_person_id uuid,
  content bytea not null,
  paper_file uuid not null,
  valid_from date not null,
  valid_to date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  reminded_on date,
  ended_on date,
  end_reason text collate "C",
  ended_by text,
  constraint passbook_agreement_pkey primary key (id),
  constraint passbook_agreement_person_fkey foreign key (person_id) references person (id),
  constraint passbook_agreement_keeper_fkey foreign key (keeper_person_id) references person (id),
  constraint passbook_agreement_paper_fkey foreign key (paper_file) references stored_file (id),
  constraint passbook_agreement_division_code check (division ~ '^[0-9]{12}$'),
  constraint passbook_agreement_keeper_kind check (keeper_kind in ('official', 'village', 'institution', 'relative', 'other')),
  constraint passbook_agreement_not_own check (keeper_person_id <> person_id),
  constraint passbook_agreement_dates check (valid_to >= valid_from),
  constraint passbook_agreement_end_reason check (end_reason in ('returned', 'renewed', 'died')),
  constraint passbook_agreement_ended check ((ended_on is null) = (end_reason is null) and (ended_on is null) = (ended_by is null))
);
comment on table passbook_agreement is '存折代管协议：谁的存折由谁代管、为什么、到哪天、见证人和书面协议；理由和见证人加密';
create unique index passbook_agreement_one_open on passbook_agreement (person_id) where ended_on is null;
create index passbook_agreement_person on passbook_agreement (person_id, valid_from);
create index passbook_agreement_keeper on passbook_agreement (keeper_person_id) where keeper_person_id is not null;
create index passbook_agreement_runs_out on passbook_agreement (valid_to, id) where ended_on is null;
revoke delete on passbook_agreement from {{app}};
alter table passbook_agreement enable row level security;
create policy passbook_agreement_scope on passbook_agreement using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
