-- 迟到的事实使已经送银行的月份多了或少了：先成为“待确认的调整”，由另一人确认后才补发或追回。
create table payment_adjustment (
  id uuid not null,
  entitlement_id uuid not null,
  direction text collate "C" not null,
  programme text collate "C" not null,
  person_id uuid not null,
  household_id uuid,
  division text collate "C" not null,
  version_id uuid not null,
  amount_fen bigint not null,
  reason text not null,
  state text collate "C" not null default 'proposed',
  proposed_at timestamptz not null,
  proposed_by text not null,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  note text,
  line_id uuid,
  constraint payment_adjustment_pkey primary key (id),
  constraint payment_adjustment_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint payment_adjustment_version_fkey foreign key (version_id) references entitlement_version (id),
  constraint payment_adjustment_person_fkey foreign key (person_id) references person (id),
  constraint payment_adjustment_line_key unique (line_id),
  constraint payment_adjustment_division_code check (division ~ '^[0-9]{12}$'),
  constraint payment_adjustment_direction check (direction in ('back-pay', 'recovery')),
  constraint payment_adjustment_state check (state in ('proposed', 'confirmed', 'rejected', 'superseded')),
  constraint payment_adjustment_amount check (amount_fen > 0 and amount_fen <= 10000000000),
  constraint payment_adjustment_decided check ((state in ('confirmed', 'rejected')) = (decided_by is not null) and (decided_by is null) = (decided_at is null)),
  constraint payment_adjustment_two_persons check (decided_by <> proposed_by),
  constraint payment_adjustment_line check (line_id is null or (direction = 'back-pay' and state = 'confirmed'))
);
comment on table payment_adjustment is '待确认的补发和追回：哪些月份、多少钱、为什么；提出人与确认人不得为同一人';
create index payment_adjustment_open on payment_adjustment (division, id) where state = 'proposed';
create index payment_adjustment_to_pay on payment_adjustment (programme, division) where state = 'confirmed' and direction = 'back-pay' and line_id is null;
create index payment_adjustment_entitlement on payment_adjustment (entitlement_id);
revoke delete on payment_adjustment from {{app}};

create table payment_adjustment_month (
  adjustment_id uuid not null,
  entitlement_id uuid not null,
  division text collate "C" not null,
  direction text collate "C" not null,
  month text collate "C" not null,
  -- 使这个月应发变化的版本，或者“终止于某月”。
  basis text collate "C" not null,
  amount_fen bigint not null,
  live boolean not null default true,
  constraint payment_adjustment_month_pkey primary key (adjustment_id, month),
  constraint payment_adjustment_month_adjustment_fkey foreign key (adjustment_id) references payment_adjustment (id),
  constraint payment_adjustment_month_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint payment_adjustment_month_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint payment_adjustment_month_amount check (amount_fen > 0)
);
comment on table payment_adjustment_month is '调整涉及的月份；同一待遇同一月份因同一缘由只算一次';
create unique index payment_adjustment_month_once on payment_adjustment_month (entitlement_id, direction, month, basis) where live;
revoke delete on payment_adjustment_month from {{app}};

create table overpayment (
  id uuid not null,
  adjustment_id uuid not null,
  entitlement_id uuid not null,
  programme text collate "C" not null,
  person_id uuid not null,
  household_id uuid,
  division text collate "C" not null,
  amount_fen bigint not null,
  recovered_fen bigint not null default 0,
  written_off_fen bigint not null default 0,
  classification text collate "C" not null,
  opened_on date not null,
  return_by date not null,
  opened_by text not null,
  version integer not null default 1,
  constraint overpayment_pkey primary key (id),
  constraint overpayment_adjustment_key unique (adjustment_id),
  constraint overpayment_adjustment_fkey foreign key (adjustment_id) references payment_adjustment (id),
  constraint overpayment_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint overpayment_person_fkey foreign key (person_id) references person (id),
  constraint overpayment_division_code check (division ~ '^[0-9]{12}$'),
  constraint overpayment_classification check (classification in ('death', 'duplicate', 'fraud', 'clerical', 'late-report')),
  constraint overpayment_balance check (recovered_fen >= 0 and written_off_fen >= 0 and recovered_fen + written_off_fen <= amount_fen)
);
comment on table overpayment is '多发款项：经确认应当追回的金额、性质、已追回和已核销';
create index overpayment_open on overpayment (division, id) where recovered_fen + written_off_fen < amount_fen;
create index overpayment_entitlement on overpayment (entitlement_id);
revoke delete on overpayment from {{app}};

create table recovery_plan (
  id uuid not null,
  overpayment_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  method text collate "C" not null,
  monthly_fen bigint,
  from_month text collate "C",
  consent_file uuid,
  minutes text,
  made_at timestamptz not null,
  made_by text not null,
  made_name text not null,
  ended_at timestamptz,
  constraint recovery_plan_pkey primary key (id),
  constraint recovery_plan_overpayment_fkey foreign key (overpayment_id) references overpayment (id),
  constraint recovery_plan_method check (method in ('return', 'offset', 'instalments', 'write-off')),
  constraint recovery_plan_month check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint recovery_plan_offset check (method <> 'offset' or (consent_file is not null and monthly_fen > 0 and from_month is not null)),
  constraint recovery_plan_instalments check (method <> 'instalments' or (monthly_fen > 0 and from_month is not null)),
  constraint recovery_plan_minutes check (method <> 'write-off' or minutes is not null)
);
comment on table recovery_plan is '追回计划：退回、抵扣（须本人书面同意）、分期、核销（须县级会议纪要）';
create unique index recovery_plan_open on recovery_plan (overpayment_id) where ended_at is null;
revoke delete on recovery_plan from {{app}};

create table recovery_receipt (
  id uuid not null,
  overpayment_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  county text collate "C" not null,
  way text collate "C" not null,
  amount_fen bigint not null,
  received_on date not null,
  voucher text collate "C" not null,
  line_id uuid,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint recovery_receipt_pkey primary key (id),
  constraint recovery_receipt_overpayment_fkey foreign key (overpayment_id) references overpayment (id),
  constraint recovery_receipt_line_fkey foreign key (line_id) references payment_line (id),
  constraint recovery_receipt_line_key unique (line_id),
  constraint recovery_receipt_voucher_key unique (county, voucher),
  constraint recovery_receipt_way check (way in ('return', 'offset', 'instalments')),
  constraint recovery_receipt_offset check ((way = 'offset') = (line_id is not null)),
  constraint recovery_receipt_amount check (amount_fen > 0)
);
comment on table recovery_receipt is '追回的每一笔：缴款凭证号在一县内不重复，抵扣的一笔对应一条发放明细';
create index recovery_receipt_overpayment on recovery_receipt (overpayment_id);
revoke update, delete on recovery_receipt from {{app}};

-- 抵扣：这一笔少打了多少，用来还哪一项多发款项。应发＝实发＋抵扣。
alter table payment_line add column offset_fen bigint not null default 0;
alter table payment_line add column offset_of uuid;
alter table payment_line add constraint payment_line_offset check (offset_fen >= 0 and (offset_fen > 0) = (offset_of is not null) and (offset_fen = 0 or kind <> 'back-pay'));
alter table payment_line add constraint payment_line_offset_fkey foreign key (offset_of) references overpayment (id);
comment on column payment_line.offset_fen is '从应发金额中抵扣的多发款项';

-- 听取意见以前，有争议的部分暂不发，没有争议的照发。
alter table payment_hold add column at_most_fen bigint;
alter table payment_hold add constraint payment_hold_at_most check (at_most_fen is null or (at_most_fen > 0 and entitlement_id is not null));
comment on column payment_hold.at_most_fen is '暂停期间每月仍照发的金额；空为全部暂停';

alter table payment_adjustment enable row level security;
create policy payment_adjustment_scope on payment_adjustment using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table payment_adjustment_month enable row level security;
create policy payment_adjustment_month_scope on payment_adjustment_month using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table overpayment enable row level security;
create policy overpayment_scope on overpayment using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table recovery_plan enable row level security;
create policy recovery_plan_scope on recovery_plan using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table recovery_receipt enable row level security;
create policy recovery_receipt_scope on recovery_receipt using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
comment on column payment_adjustment.line_id is '补发的那一笔；不设外键，因为发放明细又指向多发款项，备份恢复要有先后次序';
