-- 资金专户: whose account, what for, what has arrived, to whom it was allocated, who paid it, and what the bank says. Balances stand on the ledger; the sums kept
-- here are what two officers wait for.
create table fund_account (
  id uuid not null,
  division text collate "C" not null,
  name text not null,
  bank text not null,
  number_sealed bytea not null,
  number_tail text collate "C" not null,
  purpose text not null,
  opened_on date not null,
  unreconciled_told text collate "C" not null default '',
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint fund_account_pkey primary key (id),
  constraint fund_account_once unique (division, name),
  constraint fund_account_at unique (id, division),
  constraint fund_account_division_code check (division ~ '^[0-9]{12}$')
);
comment on table fund_account is '资金专户：开户行、账号（加密）、用途';
revoke delete on fund_account from {{app}};

create table fund_line (
  id uuid not null,
  account_id uuid not null,
  division text collate "C" not null,
  year integer not null,
  source text collate "C" not null,
  name text not null,
  purposes text[] not null,
  budget_fen bigint not null,
  arrived_fen bigint not null default 0,
  document_no text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint fund_line_pkey primary key (id),
  constraint fund_line_account_fkey foreign key (account_id, division) references fund_account (id, division) on update cascade,
  constraint fund_line_once unique (account_id, year, source, name),
  constraint fund_line_year check (year between 2000 and 2200),
  constraint fund_line_source check (source in ('central', 'province', 'city', 'county', 'lottery-ministry', 'lottery-province', 'lottery-city', 'lottery-county', 'donation', 'other')),
  constraint fund_line_purposes check (cardinality(purposes) > 0),
  -- 到账不能超过预算：多的先追加预算
  constraint fund_line_arrived check (budget_fen > 0 and arrived_fen between 0 and budget_fen)
);
comment on table fund_line is '资金预算：专户、年度、来源、项目和允许的用途';
revoke delete on fund_line from {{app}};

create table fund_line_change (
  id uuid not null,
  line_id uuid not null,
  division text collate "C" not null,
  before_fen bigint not null,
  after_fen bigint not null,
  document_no text not null,
  reason text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  changed_name text not null,
  constraint fund_line_change_pkey primary key (id),
  constraint fund_line_change_line_fkey foreign key (line_id) references fund_line (id)
);
comment on table fund_line_change is '预算调整：凭文号，只增不改';
create index fund_line_change_listed on fund_line_change (line_id, changed_at);
revoke update, delete on fund_line_change from {{app}};

create table fund_arrival (
  id uuid not null,
  line_id uuid not null,
  account_id uuid not null,
  division text collate "C" not null,
  amount_fen bigint not null,
  allocated_fen bigint not null default 0,
  paid_fen bigint not null default 0,
  arrived_on date not null,
  voucher_no text not null,
  ledger_account uuid not null,
  idle_told text collate "C" not null default '',
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint fund_arrival_pkey primary key (id),
  constraint fund_arrival_line_fkey foreign key (line_id) references fund_line (id),
  constraint fund_arrival_account_fkey foreign key (account_id, division) references fund_account (id, division) on update cascade,
  constraint fund_arrival_ledger_fkey foreign key (ledger_account) references ledger_account (id),
  constraint fund_arrival_voucher unique (account_id, voucher_no),
  -- 可用余额 = 到账 − 已分配，不能为负
  constraint fund_arrival_sums check (amount_fen > 0 and allocated_fen between 0 and amount_fen and paid_fen between 0 and allocated_fen),
  constraint fund_arrival_idle_told check (idle_told in ('', 'allocation', 'payment'))
);
comment on table fund_arrival is '到账：每一笔钱从哪来、还有多少可以分配；闲置从这里算起';
create index fund_arrival_listed on fund_arrival (division, arrived_on desc, id desc);
create index fund_arrival_open on fund_arrival (arrived_on) where paid_fen < amount_fen;
revoke delete on fund_arrival from {{app}};

create table fund_allocation (
  id uuid not null,
  arrival_id uuid not null,
  line_id uuid not null,
  account_id uuid not null,
  division text collate "C" not null,
  purpose text collate "C" not null,
  place text collate "C" not null,
  unit text not null,
  passed_down boolean not null,
  programme_id uuid,
  amount_fen bigint not null,
  committed_fen bigint not null default 0,
  paid_fen bigint not null default 0,
  decided_on date not null,
  decision_no text not null,
  decision uuid not null,
  state text collate "C" not null default 'made',
  ledger_account uuid not null,
  made_at timestamptz not null,
  made_by text not null,
  made_name text not null,
  checked_at timestamptz,
  checked_by text,
  checked_name text,
  check_note text,
  publish_by date not null,
  published_on date,
  published_by text,
  constraint fund_allocation_pkey primary key (id),
  constraint fund_allocation_arrival_fkey foreign key (arrival_id) references fund_arrival (id),
  constraint fund_allocation_line_fkey foreign key (line_id) references fund_line (id),
  constraint fund_allocation_account_fkey foreign key (account_id, division) references fund_account (id, division) on update cascade,
  constraint fund_allocation_programme_fkey foreign key (programme_id) references purchase_programme (id),
  constraint fund_allocation_ledger_fkey foreign key (ledger_account) references ledger_account (id),
  constraint fund_allocation_state check (state in ('made', 'approved', 'returned')),
  constraint fund_allocation_checked check ((state = 'made') = (checked_by is null)),
  constraint fund_allocation_two_persons check (made_by <> checked_by),
  constraint fund_allocation_sums check (amount_fen > 0 and committed_fen between 0 and amount_fen and paid_fen between 0 and committed_fen),
  constraint fund_allocation_published check (published_on is null or state = 'approved')
);
comment on table fund_allocation is '资金分配：集体研究的文号和日期、给谁、什么用途；经办和审核两人；审核前已占用余额';
create index fund_allocation_listed on fund_allocation (division, decided_on desc, id desc);
create index fund_allocation_arrival on fund_allocation (arrival_id);
create index fund_allocation_open on fund_allocation (publish_by) where state = 'approved' and published_on is null;
revoke delete on fund_allocation from {{app}};

create table fund_payment (
  id uuid not null,
  allocation_id uuid not null,
  arrival_id uuid not null,
  account_id uuid not null,
  division text collate "C" not null,
  purpose text collate "C" not null,
  payee text not null,
  payee_code text collate "C" not null,
  bank text not null,
  payee_account bytea not null,
  payee_tail text collate "C" not null,
  amount_fen bigint not null,
  reason text not null,
  milestone_id uuid,
  state text collate "C" not null default 'made',
  made_at timestamptz not null,
  made_by text not null,
  made_name text not null,
  checked_at timestamptz,
  checked_by text,
  checked_name text,
  check_note text,
  paid_on date,
  paid_by text,
  paid_name text,
  entry_id uuid,
  receipt_no text,
  receipt_on date,
  bounced_on date,
  bounce_reason text,
  constraint fund_payment_pkey primary key (id),
  constraint fund_payment_allocation_fkey foreign key (allocation_id) references fund_allocation (id),
  constraint fund_payment_account_fkey foreign key (account_id, division) references fund_account (id, division) on update cascade,
  constraint fund_payment_state check (state in ('made', 'checked', 'paid', 'returned', 'bounced')),
  constraint fund_payment_amount check (amount_fen > 0),
  constraint fund_payment_payee_code check (payee_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  -- 制单、复核、支付须由不同人员办理
  constraint fund_payment_three_persons check (made_by <> checked_by and made_by <> paid_by and checked_by <> paid_by),
  constraint fund_payment_paid check ((state in ('paid', 'bounced')) = (paid_by is not null) and (paid_by is null) = (paid_on is null) and (paid_by is null) = (entry_id is null)),
  constraint fund_payment_checked check (paid_by is null or checked_by is not null),
  constraint fund_payment_receipt check ((receipt_no is null) = (receipt_on is null) and (receipt_no is null or paid_on is not null)),
  constraint fund_payment_bounced check ((state = 'bounced') = (bounced_on is not null) and (bounced_on is null) = (bounce_reason is null))
);
comment on table fund_payment is '资金支付：付给单位（付给个人的走发放批次）；制单、复核、支付三人，回单，退票';
create index fund_payment_listed on fund_payment (division, made_at desc, id desc);
create index fund_payment_allocation on fund_payment (allocation_id);
create unique index fund_payment_milestone on fund_payment (milestone_id) where milestone_id is not null and state in ('made', 'checked', 'paid');
revoke delete on fund_payment from {{app}};

create table fund_reconciliation (
  id uuid not null,
  account_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  version integer not null,
  opening_fen bigint not null,
  in_fen bigint not null,
  out_fen bigint not null,
  closing_fen bigint not null,
  bank_fen bigint not null,
  due_on date not null,
  reconciled_on date not null,
  reconciled_by text not null,
  reconciled_name text not null,
  constraint fund_reconciliation_pkey primary key (id),
  constraint fund_reconciliation_account_fkey foreign key (account_id, division) references fund_account (id, division) on update cascade,
  constraint fund_reconciliation_once unique (account_id, month, version),
  constraint fund_reconciliation_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint fund_reconciliation_closing check (closing_fen = opening_fen + in_fen - out_fen)
);
comment on table fund_reconciliation is '专户按月对账：账面期初、收、付、期末和银行余额；重对是新的一版';
revoke update, delete on fund_reconciliation from {{app}};

create table fund_difference (
  id uuid not null,
  reconciliation_id uuid not null,
  account_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  amount_fen bigint not null,
  arose_on date not null,
  note text not null,
  settled_on date,
  settlement text,
  settled_by text,
  settled_name text,
  constraint fund_difference_pkey primary key (id),
  constraint fund_difference_reconciliation_fkey foreign key (reconciliation_id) references fund_reconciliation (id),
  constraint fund_difference_account_fkey foreign key (account_id, division) references fund_account (id, division) on update cascade,
  constraint fund_difference_amount check (amount_fen <> 0),
  constraint fund_difference_settled check ((settled_on is null) = (settled_by is null) and (settled_on is null) = (settlement is null))
);
comment on table fund_difference is '对账差异：银行比账面多（正）或少（负）多少、为什么、从哪天起；处理了写明结果';
create index fund_difference_open on fund_difference (division, arose_on) where settled_on is null;
revoke delete on fund_difference from {{app}};

do $$
declare t text;
begin
  foreach t in array array['fund_account', 'fund_line', 'fund_line_change', 'fund_arrival', 'fund_allocation', 'fund_payment', 'fund_reconciliation', 'fund_difference'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
