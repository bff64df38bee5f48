select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table temporary_aid (
  case_id uuid not null,
  type text collate "C" not null,
  cause bytea not null,
  division text collate "C" not null,
  person_id uuid not null,
  persons integer not null,
  reported_at timestamptz not null,
  amount_fen bigint,
  township_fen bigint not null default 0,
  county_fen bigint not null default 0,
  decided_on date,
  first_help_at timestamptz,
  emergency_over_on date,
  supplemented_on date,
  minutes_no text,
  split_count integer,
  follow_up_on date,
  follow_up_told_on date,
  followed_up_on date,
  followed_up_by text,
  follow_up bytea,
  constraint temporary_aid_pkey primary key (case_id),
  constraint temporary_aid_case_fkey foreign key (case_id) references service_case (id),
  constraint temporary_aid_person_fkey foreign key (person_id) references person (id),
  constraint temporary_aid_type check (type in ('emergency', 'expense')),
  constraint temporary_aid_division_code check (division ~ '^[0-9]{12}$'),
  constraint temporary_aid_persons check (persons between 1 and 30),
  constraint temporary_aid_amounts check (amount_fen > 0 and township_fen >= 0 and county_fen >= 0),
  constraint temporary_aid_first_help check (first_help_at >= reported_at),
  constraint temporary_aid_followed check ((followed_up_on is null) = (followed_up_by is null) and (followed_up_on is null) = (follow_up is null))
);
comment on table temporary_aid is '临时救助个案：类型、事由、金额、首次救助和回访；事由和回访记录加密';
comment on column temporary_aid.split_count is '审计模式：同一家庭短期内分次救助、合计超过乡镇额度的次数；只标出，不拒绝';
create index temporary_aid_person on temporary_aid (person_id, decided_on);
create index temporary_aid_follow_up on temporary_aid (follow_up_on, case_id) where followed_up_on is null and follow_up_on is not null;
revoke delete on temporary_aid from {{app}};

-- 一次审批、分阶段救助：核查以后才发下一阶段
create table temporary_aid_stage (
  case_id uuid not null,
  no integer not null,
  division text collate "C" not null,
  person_id uuid not null,
  amount_fen bigint not null,
  purpose text not null,
  released_at timestamptz,
  released_by text,
  entitlement_id uuid,
  cancelled_on date,
  constraint temporary_aid_stage_pkey primary key (case_id, no),
  constraint temporary_aid_stage_aid_fkey foreign key (case_id) references temporary_aid (case_id),
  constraint temporary_aid_stage_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint temporary_aid_stage_amount check (amount_fen > 0),
  constraint temporary_aid_stage_no check (no between 1 and 9),
  constraint temporary_aid_stage_released check ((released_at is null) = (released_by is null) and (released_at is null) = (entitlement_id is null)),
  constraint temporary_aid_stage_once check (released_at is null or cancelled_on is null)
);
comment on table temporary_aid_stage is '临时救助分阶段发放计划';
revoke delete on temporary_aid_stage from {{app}};

create table reserve_outlay (
  id uuid not null,
  case_id uuid not null,
  township text collate "C" not null,
  person_id uuid not null,
  amount_fen bigint not null,
  first_by text not null,
  first_name text not null,
  second_by text not null,
  second_name text not null,
  receipt_file uuid not null,
  photo_file uuid not null,
  entry_id uuid not null,
  at timestamptz not null,
  day date not null,
  constraint reserve_outlay_pkey primary key (id),
  constraint reserve_outlay_case_once unique (case_id),
  constraint reserve_outlay_entry_once unique (entry_id),
  constraint reserve_outlay_case_fkey foreign key (case_id) references service_case (id),
  constraint reserve_outlay_person_fkey foreign key (person_id) references person (id),
  constraint reserve_outlay_entry_fkey foreign key (entry_id) references ledger_entry (id),
  constraint reserve_outlay_receipt_fkey foreign key (receipt_file) references stored_file (id),
  constraint reserve_outlay_photo_fkey foreign key (photo_file) references stored_file (id),
  constraint reserve_outlay_township_code check (township ~ '^[0-9]{9}000$'),
  constraint reserve_outlay_amount check (amount_fen > 0),
  constraint reserve_outlay_two_officers check (first_by <> second_by)
);
comment on table reserve_outlay is '备用金支出：每笔有个案、两名经办人签字、收据和现场照片，只增不改';
create index reserve_outlay_township on reserve_outlay (township, day);
revoke update, delete on reserve_outlay from {{app}};

create table reserve_refill (
  id uuid not null,
  township text collate "C" not null,
  balance_fen bigint not null,
  amount_fen bigint not null,
  proposed_on date not null,
  proposed_by text not null,
  paid_on date,
  paid_by text,
  entry_id uuid,
  constraint reserve_refill_pkey primary key (id),
  constraint reserve_refill_township_code check (township ~ '^[0-9]{9}000$'),
  constraint reserve_refill_amount check (amount_fen > 0),
  constraint reserve_refill_paid check ((paid_on is null) = (paid_by is null) and (paid_on is null) = (entry_id is null)),
  constraint reserve_refill_entry_fkey foreign key (entry_id) references ledger_entry (id)
);
comment on table reserve_refill is '备用金补充：余额低于补充线时提议，县级拨付';
create unique index reserve_refill_one_open on reserve_refill (township) where paid_on is null;
revoke delete on reserve_refill from {{app}};

create table reserve_year_end (
  township text collate "C" not null,
  year integer not null,
  choice text collate "C" not null,
  amount_fen bigint not null,
  decided_on date not null,
  decided_by text not null,
  constraint reserve_year_end_pkey primary key (township, year),
  constraint reserve_year_end_township_code check (township ~ '^[0-9]{9}000$'),
  constraint reserve_year_end_choice check (choice in ('carry', 'return')),
  constraint reserve_year_end_amount check (amount_fen >= 0)
);
comment on table reserve_year_end is '备用金年终结余：结转或收回，由县级决定';
revoke update, delete on reserve_year_end from {{app}};

create table emergency_report (
  id uuid not null,
  division text collate "C" not null,
  content bytea not null,
  reported_at timestamptz not null,
  state text collate "C" not null default 'open',
  case_id uuid,
  handled_at timestamptz,
  handled_by text,
  result text,
  constraint emergency_report_pkey primary key (id),
  constraint emergency_report_case_fkey foreign key (case_id) references service_case (id),
  constraint emergency_report_division_code check (division ~ '^[0-9]{12}$'),
  constraint emergency_report_state check (state in ('open', 'opened', 'dismissed')),
  constraint emergency_report_handled check ((state = 'open') = (handled_at is null) and (state = 'opened') = (case_id is not null))
);
comment on table emergency_report is '急难报告：任何人可报，不用登录；内容（谁、在哪、电话、情况）加密';
create index emergency_report_open on emergency_report (division, reported_at) where state = 'open';
revoke delete on emergency_report from {{app}};

alter table temporary_aid enable row level security;
create policy temporary_aid_scope on temporary_aid using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table temporary_aid_stage enable row level security;
create policy temporary_aid_stage_scope on temporary_aid_stage using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table reserve_outlay enable row level security;
create policy reserve_outlay_scope on reserve_outlay using (
  township >= (select nullif(current_setting('app.lo', true), '')) and township < (select nullif(current_setting('app.hi', true), '')));
alter table reserve_refill enable row level security;
create policy reserve_refill_scope on reserve_refill using (
  township >= (select nullif(current_setting('app.lo', true), '')) and township < (select nullif(current_setting('app.hi', true), '')));
alter table reserve_year_end enable row level security;
create policy reserve_year_end_scope on reserve_year_end using (
  township >= (select nullif(current_setting('app.lo', true), '')) and township < (select nullif(current_setting('app.hi', true), '')));
alter table emergency_report enable row level security;
create policy emergency_report_scope on emergency_report using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 频次和拆分要看到全市：只回答这些人（和同一办件的家人）以前得过什么，不回答是谁、在哪里；事由仍是密文。
create function earlier_aid(wanted_persons uuid[], without_case uuid, since date)
  returns table (case_id uuid, type text, cause bytea, decided_on date, amount_fen bigint, by_township boolean)
  language sql stable security definer set search_path from current
  begin atomic
    select a.case_id, a.type, a.cause, a.decided_on, a.amount_fen, a.county_fen = 0 from temporary_aid a
      where a.decided_on >= since and a.amount_fen is not null and a.case_id is distinct from without_case
        and (a.person_id = any (wanted_persons)
          or exists (select from case_person p where p.case_id = a.case_id and p.person_id = any (wanted_persons)))
      order by a.decided_on limit 100;
  end;

-- 村里的工作人员到现场，要知道本乡镇还能付多少：只回答余额，不回答账目。
create function reserve_balance(wanted text) returns bigint
  language sql stable security definer set search_path from current
  begin atomic
    select a.balance from ledger_account a where a.kind = 'reserve' and a.division = wanted and a.subject = '' and a.unit = 'fen'
      and ((wanted >= nullif(current_setting('app.lo', true), '') and wanted < nullif(current_setting('app.hi', true), ''))
        or left(wanted, 9) = left(nullif(current_setting('app.lo', true), ''), 9));
  end;
