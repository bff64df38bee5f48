-- 两项补贴的待遇状态：金额、月份由待遇（entitlement）管，这里是最近一次告知本人和别的业务的状态。
create table subsidy_award (
  entitlement_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'active',
  from_month text collate "C" not null,
  last_month text collate "C",
  reason text collate "C",
  suspended_from text collate "C",
  case_id uuid,
  changed_at timestamptz not null,
  constraint subsidy_award_pkey primary key (entitlement_id),
  constraint subsidy_award_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint subsidy_award_person_fkey foreign key (person_id) references person (id),
  constraint subsidy_award_case_fkey foreign key (case_id) references service_case (id),
  constraint subsidy_award_division_code check (division ~ '^[0-9]{12}$'),
  constraint subsidy_award_kind check (kind in ('living', 'nursing')),
  constraint subsidy_award_state check (state in ('active', 'suspended', 'ended')),
  constraint subsidy_award_ended check ((state = 'ended') = (last_month is not null and reason is not null)),
  constraint subsidy_award_suspended check ((state = 'suspended') = (suspended_from is not null))
);
comment on table subsidy_award is '残疾人两项补贴的待遇状态：享受中、暂停、终止';
create index subsidy_award_person on subsidy_award (person_id);
create index subsidy_award_list on subsidy_award (division, state, entitlement_id);
revoke delete on subsidy_award from {{app}};
alter table subsidy_award enable row level security;
create policy subsidy_award_scope on subsidy_award using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 比对得知的情况：工伤护理费、羁押、其他补贴等。内容敏感，加密；一件消息只记一次。
create table subsidy_circumstance (
  id uuid not null,
  source_event uuid,
  person_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null,
  content bytea not null,
  recorded_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  decision_note text,
  constraint subsidy_circumstance_pkey primary key (id),
  constraint subsidy_circumstance_source unique (source_event, person_id),
  constraint subsidy_circumstance_person_fkey foreign key (person_id) references person (id),
  constraint subsidy_circumstance_division_code check (division ~ '^[0-9]{12}$'),
  constraint subsidy_circumstance_state check (state in ('proposed', 'confirmed', 'dismissed')),
  constraint subsidy_circumstance_decided check ((decided_at is null) = (decided_by is null))
);
comment on table subsidy_circumstance is '两项补贴数据比对：影响待遇的情况，待核实、属实、不属实';
create index subsidy_circumstance_person on subsidy_circumstance (person_id);
create index subsidy_circumstance_open on subsidy_circumstance (division, id) where state = 'proposed';
revoke delete on subsidy_circumstance from {{app}};
alter table subsidy_circumstance enable row level security;
create policy subsidy_circumstance_scope on subsidy_circumstance using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 多发的月份：每个月只告知一次，由追缴接着办。
create table subsidy_overpaid (
  entitlement_id uuid not null,
  month text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null,
  amount_fen bigint not null,
  cause text not null,
  told_at timestamptz not null,
  constraint subsidy_overpaid_pkey primary key (entitlement_id, month),
  constraint subsidy_overpaid_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint subsidy_overpaid_person_fkey foreign key (person_id) references person (id),
  constraint subsidy_overpaid_division_code check (division ~ '^[0-9]{12}$'),
  constraint subsidy_overpaid_amount check (amount_fen > 0)
);
comment on table subsidy_overpaid is '两项补贴多发的月份，已告知追缴';
revoke update, delete on subsidy_overpaid from {{app}};
alter table subsidy_overpaid enable row level security;
create policy subsidy_overpaid_scope on subsidy_overpaid using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
