select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table payment_batch (
  id uuid not null,
  programme text collate "C" not null,
  county text collate "C" not null,
  month text collate "C" not null,
  seq integer not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'draft',
  line_count integer not null default 0,
  sum_fen bigint not null default 0,
  hash text collate "C" not null default '',
  pay_on date not null,
  township_by date not null,
  county_by date not null,
  treasury_by date not null,
  result_by date not null,
  reissue_by date not null,
  created_at timestamptz not null,
  created_by text not null,
  prepared_by text,
  reviewed_by text,
  approved_by text,
  sent_by text,
  reconciled_by text,
  version integer not null default 1,
  constraint payment_batch_pkey primary key (id),
  constraint payment_batch_seq unique (programme, county, month, seq),
  constraint payment_batch_county check (county ~ '^[0-9]{6}000000$'),
  constraint payment_batch_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint payment_batch_kind check (kind in ('regular', 'supplementary')),
  constraint payment_batch_state check (state in ('draft', 'checking', 'township-confirmed', 'county-reviewed', 'treasury-approved', 'sent', 'partly-paid', 'all-paid', 'reconciled')),
  constraint payment_batch_totals check (line_count >= 0 and sum_fen >= 0 and (line_count = 0) = (sum_fen = 0)),
  constraint payment_batch_two_persons check (prepared_by <> reviewed_by),
  constraint payment_batch_reviewed check (reviewed_by is null or prepared_by is not null),
  constraint payment_batch_approved check (approved_by is null or reviewed_by is not null),
  constraint payment_batch_sent check (sent_by is null or approved_by is not null),
  constraint payment_batch_steps check (
    (state not in ('county-reviewed', 'treasury-approved', 'sent', 'partly-paid', 'all-paid', 'reconciled') or reviewed_by is not null)
    and (state not in ('treasury-approved', 'sent', 'partly-paid', 'all-paid', 'reconciled') or approved_by is not null)
    and (state not in ('sent', 'partly-paid', 'all-paid', 'reconciled') or sent_by is not null)
    and ((state = 'reconciled') = (reconciled_by is not null)))
);
comment on table payment_batch is '发放批次：每县每项每月一批，另有补发批次；经办与复核不得为同一人';
create unique index payment_batch_regular on payment_batch (programme, county, month) where kind = 'regular';
create index payment_batch_list on payment_batch (county, month);
revoke delete on payment_batch from {{app}};

create table payment_batch_township (
  batch_id uuid not null,
  township text collate "C" not null,
  confirmed_at timestamptz,
  confirmed_by text,
  confirmed_name text,
  constraint payment_batch_township_pkey primary key (batch_id, township),
  constraint payment_batch_township_batch_fkey foreign key (batch_id) references payment_batch (id),
  constraint payment_batch_township_code check (township ~ '^[0-9]{9}000$'),
  constraint payment_batch_township_confirmed check ((confirmed_at is null) = (confirmed_by is null))
);
comment on table payment_batch_township is '发放批次中各乡镇的名单确认';
revoke delete on payment_batch_township from {{app}};

create table payment_batch_event (
  batch_id uuid not null,
  seq integer not null,
  action text collate "C" not null,
  from_state text collate "C",
  to_state text collate "C" not null,
  actor_id text not null,
  actor_name text not null,
  role text not null,
  duty text,
  division text collate "C" not null,
  at timestamptz not null,
  note text,
  line_count integer not null,
  sum_fen bigint not null,
  hash text collate "C" not null,
  constraint payment_batch_event_pkey primary key (batch_id, seq),
  constraint payment_batch_event_batch_fkey foreign key (batch_id) references payment_batch (id)
);
comment on table payment_batch_event is '发放批次经过：每一步由谁、何时、当时的合计，只追加';
revoke update, delete on payment_batch_event from {{app}};

create table payment_line (
  id uuid not null,
  batch_id uuid not null,
  no integer not null,
  entitlement_id uuid not null,
  version_id uuid not null,
  programme text collate "C" not null,
  person_id uuid not null,
  household_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  kind text collate "C" not null,
  cause text collate "C" not null default '',
  covers jsonb,
  amount_fen bigint not null,
  account_id uuid,
  account_digest bytea,
  account_last4 text collate "C",
  state text collate "C" not null,
  hold_code text collate "C",
  hold_reason text,
  reissue_of uuid,
  return_code text collate "C",
  paid_on date,
  constraint payment_line_pkey primary key (id),
  constraint payment_line_no unique (batch_id, no),
  constraint payment_line_batch_fkey foreign key (batch_id) references payment_batch (id),
  constraint payment_line_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint payment_line_version_fkey foreign key (version_id) references entitlement_version (id),
  constraint payment_line_account_fkey foreign key (account_id) references payout_account (id),
  constraint payment_line_reissue_fkey foreign key (reissue_of) references payment_line (id),
  constraint payment_line_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint payment_line_kind check (kind in ('regular', 'reissue', 'back-pay')),
  constraint payment_line_state check (state in ('pending', 'on-hold', 'sent', 'paid', 'returned', 'corrected', 'reissued', 'ended', 'recovered')),
  constraint payment_line_amount check (amount_fen > 0 and amount_fen <= 10000000000),
  constraint payment_line_account check ((account_id is null) = (account_digest is null) and (account_id is null) = (account_last4 is null)),
  constraint payment_line_needs_account check (state in ('on-hold', 'ended') or account_id is not null),
  constraint payment_line_hold check ((state = 'on-hold') = (hold_code is not null) and (hold_code is null or hold_reason is not null)),
  constraint payment_line_reissue check ((kind = 'reissue') = (reissue_of is not null) and (kind <> 'reissue' or cause = reissue_of::text)),
  constraint payment_line_covers check ((kind = 'back-pay') = (covers is not null)),
  constraint payment_line_paid check ((state in ('paid', 'recovered')) = (paid_on is not null)),
  constraint payment_line_returned check ((state in ('returned', 'corrected', 'reissued')) = (return_code is not null))
);
comment on table payment_line is '发放明细：同一待遇同一人同一月份同一类型只发一次';
comment on column payment_line.cause is '重发时为被退回的明细编号；其他为空';
comment on column payment_line.covers is '补差：各月应补多少';
-- 退回的一笔仍占着它的月份：只能由“重发”补上，不能再生成一笔。只有“终止”的让出位置。
create unique index payment_line_once on payment_line (programme, person_id, month, kind, cause) where state <> 'ended';
create index payment_line_entitlement on payment_line (entitlement_id, month);
create index payment_line_person on payment_line (person_id, month);
create index payment_line_held on payment_line (batch_id, id) where state = 'on-hold';
create index payment_line_month on payment_line (month, division) where state = 'paid';
create index payment_line_corrected on payment_line (programme, division) where state = 'corrected';
create index payment_line_division on payment_line (batch_id, division);
create index payment_line_account_digest on payment_line (account_digest);
revoke delete on payment_line from {{app}};

alter table payment_batch_township enable row level security;
create policy payment_batch_township_scope on payment_batch_township using (
  township >= (select nullif(current_setting('app.lo', true), '')) and township < (select nullif(current_setting('app.hi', true), '')));
-- 乡镇看得到有自己名单的县级批次。
alter table payment_batch enable row level security;
create policy payment_batch_scope on payment_batch using (
  (county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')))
  or exists (select 1 from payment_batch_township t where t.batch_id = payment_batch.id));
alter table payment_batch_event enable row level security;
create policy payment_batch_event_scope on payment_batch_event using (
  exists (select 1 from payment_batch b where b.id = payment_batch_event.batch_id));
alter table payment_line enable row level security;
create policy payment_line_scope on payment_line using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 合计必须按整批算，不能按经办人看得见的部分算；只回答合计，不回答明细。
create function payment_batch_totals(wanted uuid) returns table (line_count integer, sum_fen bigint, hash text)
  language sql stable security definer set search_path from current
  begin atomic
    select count(*)::integer, coalesce(sum(l.amount_fen), 0)::bigint,
        encode(sha256(convert_to(coalesce(string_agg(l.id || '|' || l.month || '|' || l.amount_fen || '|' || l.account_id, e'\n' order by l.no), ''), 'UTF8')), 'hex')
      from payment_line l where l.batch_id = wanted and l.state not in ('on-hold', 'ended');
  end;
create function payment_batch_unconfirmed(wanted uuid) returns integer
  language sql stable security definer set search_path from current
  return (select count(*)::integer from payment_batch_township where batch_id = wanted and confirmed_at is null);
