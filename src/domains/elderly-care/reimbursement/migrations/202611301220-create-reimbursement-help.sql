-- 异地医疗报销帮办：求助、材料指导、代办或转办、回访；工单管期限和回访，这里管帮办的两步。材料不留存
create table reimbursement_help (
  id uuid not null,
  ticket_id uuid not null,
  division text collate "C" not null,
  person_id uuid,
  content bytea not null,
  asked_at timestamptz not null,
  guide_due timestamptz not null,
  guided_at timestamptz,
  helper text,
  guide bytea,
  told_at timestamptz,
  outcome text collate "C",
  outcome_at timestamptz,
  result bytea,
  constraint reimbursement_help_pkey primary key (id),
  constraint reimbursement_help_ticket_key unique (ticket_id),
  constraint reimbursement_help_ticket_fkey foreign key (ticket_id) references ticket (id),
  constraint reimbursement_help_person_fkey foreign key (person_id) references person (id),
  constraint reimbursement_help_division_code check (division ~ '^[0-9]{12}$'),
  constraint reimbursement_help_guided check ((guided_at is null) = (guide is null) and (guided_at is null) = (helper is null) and guided_at >= asked_at),
  -- 先讲清材料，才有代办、转办
  constraint reimbursement_help_outcome check (outcome in ('done', 'transferred') and (outcome is null) = (outcome_at is null) and (outcome is null) = (result is null)
    and outcome_at >= guided_at and (outcome is null or guided_at is not null))
);
comment on table reimbursement_help is '异地医疗报销帮办：就医地、情况、指导和结果加密，不存发票、病历';
create index reimbursement_help_open on reimbursement_help (division, guide_due) where outcome is null;
create index reimbursement_help_due on reimbursement_help (guide_due) where guided_at is null and told_at is null;
create index reimbursement_help_person on reimbursement_help (person_id) where person_id is not null;
create index reimbursement_help_listed on reimbursement_help (division, asked_at);
revoke delete on reimbursement_help from {{app}};
alter table reimbursement_help enable row level security;
create policy reimbursement_help_scope on reimbursement_help using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into person_reference (table_name, column_name, live, within, unit) values ('reimbursement_help', 'person_id', 'true', null, null);
