select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 月份按“年×12+月”编号，便于求区间；编号与“2026-04”一一对应。
create function month_no(month text) returns integer
  language sql immutable strict parallel safe
  return left(month, 4)::integer * 12 + substr(month, 6, 2)::integer - 1;
create function month_of(no integer) returns text
  language sql immutable strict parallel safe
  return lpad((no / 12)::text, 4, '0') || '-' || lpad((no % 12 + 1)::text, 2, '0');

create table entitlement (
  id uuid not null,
  programme text collate "C" not null,
  exclusive_group text collate "C" not null,
  household_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  from_month text collate "C" not null,
  to_month text collate "C",
  months int4range not null generated always as (int4range(month_no(from_month), month_no(to_month) + 1)) stored,
  state text collate "C" not null default 'active',
  end_reason text,
  created_at timestamptz not null,
  created_by text not null,
  constraint entitlement_pkey primary key (id),
  constraint entitlement_household_fkey foreign key (household_id) references household (id),
  constraint entitlement_person_fkey foreign key (person_id) references person (id),
  constraint entitlement_division_code check (division ~ '^[0-9]{12}$'),
  constraint entitlement_from_month check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint entitlement_to_month check (to_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint entitlement_state check (state in ('active', 'ended')),
  constraint entitlement_ended check ((state = 'ended') = (to_month is not null) and (state = 'ended') = (end_reason is not null)),
  constraint entitlement_one_holder exclude using gist (programme with =, person_id with =, months with &&)
);
comment on table entitlement is '待遇：谁从哪月到哪月享受哪项待遇';
comment on column entitlement.person_id is '待遇持有人（领款人）';
comment on column entitlement.to_month is '最后享受的月份；比起始月早一个月表示一个月也没有享受';
create index entitlement_run on entitlement (programme, division);
create index entitlement_household on entitlement (household_id);
create index entitlement_person on entitlement (person_id);
revoke delete on entitlement from {{app}};

create table entitlement_member (
  entitlement_id uuid not null,
  person_id uuid not null,
  exclusive_group text collate "C" not null,
  division text collate "C" not null,
  from_month text collate "C" not null,
  to_month text collate "C",
  months int4range not null generated always as (int4range(month_no(from_month), month_no(to_month) + 1)) stored,
  constraint entitlement_member_pkey primary key (entitlement_id, person_id, from_month),
  constraint entitlement_member_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint entitlement_member_person_fkey foreign key (person_id) references person (id),
  constraint entitlement_member_division_code check (division ~ '^[0-9]{12}$'),
  constraint entitlement_member_exclusive exclude using gist (person_id with =, exclusive_group with =, months with &&)
);
comment on table entitlement_member is '待遇覆盖的人员；同一人同一互斥组同一月份只能有一项待遇';
create index entitlement_member_person on entitlement_member (person_id);
revoke delete on entitlement_member from {{app}};

create table entitlement_version (
  id uuid not null,
  entitlement_id uuid not null,
  no integer not null,
  from_month text collate "C" not null,
  amount_fen bigint not null,
  breakdown jsonb not null,
  decision_id uuid,
  parameter_ids uuid[] not null,
  reason text not null,
  division text collate "C" not null,
  person_id uuid not null,
  known_since timestamptz not null,
  recorded_by text not null,
  constraint entitlement_version_pkey primary key (id),
  constraint entitlement_version_no unique (entitlement_id, no),
  constraint entitlement_version_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint entitlement_version_from_month check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint entitlement_version_amount check (amount_fen > 0 and amount_fen <= 10000000000),
  constraint entitlement_version_number check (no >= 1)
);
comment on table entitlement_version is '待遇版本：从某月起的金额及其依据，只追加；同月以后知道的为准';
create index entitlement_version_person on entitlement_version (person_id);
revoke update, delete on entitlement_version from {{app}};

create table payout_account (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  bank text not null,
  holder text not null,
  account bytea not null,
  account_digest bytea not null,
  digest_key text collate "C" not null,
  last4 text collate "C" not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint payout_account_pkey primary key (id),
  constraint payout_account_person_fkey foreign key (person_id) references person (id),
  constraint payout_account_division_code check (division ~ '^[0-9]{12}$'),
  constraint payout_account_range check (valid_to >= valid_from),
  constraint payout_account_last4 check (last4 ~ '^[0-9]{4}$')
);
comment on table payout_account is '发放账户（社会保障卡“一卡通”）：账号加密，更正另起一行';
create unique index payout_account_open on payout_account (person_id) where valid_to is null;
create index payout_account_person on payout_account (person_id, valid_from);
create index payout_account_digest on payout_account (account_digest);
create index payout_account_digest_key on payout_account (digest_key, id);
revoke delete on payout_account from {{app}};

create table payment_hold (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  code text collate "C" not null,
  entitlement_id uuid,
  reason text not null,
  held_at timestamptz not null,
  held_by text not null,
  released_at timestamptz,
  released_by text,
  release_reason text,
  constraint payment_hold_pkey primary key (id),
  constraint payment_hold_person_fkey foreign key (person_id) references person (id),
  constraint payment_hold_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint payment_hold_released check ((released_at is null) = (released_by is null) and (released_at is null) = (release_reason is null))
);
comment on table payment_hold is '暂停发放：按人，解除前不再发放';
comment on column payment_hold.entitlement_id is '只暂停这一项待遇；空为此人的全部待遇';
create unique index payment_hold_open on payment_hold (person_id, code, entitlement_id) nulls not distinct where released_at is null;
create index payment_hold_entitlement on payment_hold (entitlement_id) where released_at is null;
revoke delete on payment_hold from {{app}};

-- 家庭成员本人也可以看自己的待遇。策略之间不互相引用，成员表自带地区。
alter table entitlement_member enable row level security;
create policy entitlement_member_scope on entitlement_member using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table entitlement enable row level security;
create policy entitlement_scope on entitlement using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or exists (select 1 from entitlement_member m where m.entitlement_id = entitlement.id
    and m.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));
alter table entitlement_version enable row level security;
create policy entitlement_version_scope on entitlement_version using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or exists (select 1 from entitlement_member m where m.entitlement_id = entitlement_version.entitlement_id
    and m.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));
alter table payout_account enable row level security;
-- 迁到别县的人，新县要能接着登记账户：看得见这个人就看得见账户（账号仍是密文）。
create policy payout_account_scope on payout_account using (
  exists (select 1 from person p where p.id = payout_account.person_id)
  or (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table payment_hold enable row level security;
create policy payment_hold_scope on payment_hold using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 同一互斥组的待遇要看到全市：只回答谁、哪一项，不回答在哪里、多少钱。
create function entitled_in_group(wanted_persons uuid[], wanted_group text, wanted_from text) returns table (person_id uuid, programme text)
  language sql stable security definer set search_path from current
  begin atomic
    select m.person_id, e.programme from entitlement_member m join entitlement e on e.id = m.entitlement_id
      where m.person_id = any (wanted_persons) and m.exclusive_group = wanted_group and m.months && int4range(month_no(wanted_from), null);
  end;
