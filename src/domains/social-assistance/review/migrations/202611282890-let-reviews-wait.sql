-- 同一个人有两份待遇、一份正在复核的，另一份要复核时先记在这里：正在办的办结就开出，法定期限不丢。
create table benefit_review_waiting (
  id uuid not null,
  entitlement_id uuid,
  recognition_id uuid,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  since_month text collate "C",
  due_on date not null,
  warning_id uuid,
  reason bytea not null,
  waits_since date not null,
  told_late_on date,
  constraint benefit_review_waiting_pkey primary key (id),
  constraint benefit_review_waiting_subject unique nulls not distinct (entitlement_id, recognition_id),
  constraint benefit_review_waiting_one check ((entitlement_id is null) <> (recognition_id is null)),
  constraint benefit_review_waiting_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint benefit_review_waiting_recognition_fkey foreign key (recognition_id) references assistance_recognition (id),
  constraint benefit_review_waiting_person_fkey foreign key (person_id) references person (id),
  constraint benefit_review_waiting_division_code check (division ~ '^[0-9]{12}$'),
  constraint benefit_review_waiting_since check (since_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
comment on table benefit_review_waiting is '等着开出的动态复核：同一个人的另一份待遇正在复核；原因加密';
create index benefit_review_waiting_person on benefit_review_waiting (person_id);
create index benefit_review_waiting_due on benefit_review_waiting (due_on);
alter table benefit_review_waiting enable row level security;
create policy benefit_review_waiting_scope on benefit_review_waiting using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
