select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 待遇可以不付给本人：集中供养的付给机构，照料护理费付给照料服务人。收款的是个人或者单位，账户归收款的一方。
create table payee (
  id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  name text not null,
  created_at timestamptz not null,
  created_by text not null,
  constraint payee_pkey primary key (id),
  constraint payee_once unique (division, name),
  constraint payee_division_code check (division ~ '^[0-9]{12}$'),
  constraint payee_kind check (kind in ('institution', 'provider', 'organisation'))
);
comment on table payee is '收款单位：供养服务机构、照料服务单位等，不是个人';
revoke update, delete on payee from {{app}};
alter table payee enable row level security;
-- 县里登记的单位，本县各乡镇都要能选到；登记限本辖区。
create policy payee_read on payee for select using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or division = (select left(nullif(current_setting('app.lo', true), ''), 6) || '000000'));
create policy payee_write on payee for insert with check (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

alter table payout_account alter column person_id drop not null;
alter table payout_account add column payee_id uuid;
alter table payout_account add column owner_id uuid not null generated always as (coalesce(person_id, payee_id)) stored;
alter table payout_account add constraint payout_account_payee_fkey foreign key (payee_id) references payee (id);
alter table payout_account add constraint payout_account_one_owner check (num_nonnulls(person_id, payee_id) = 1);
comment on column payout_account.owner_id is '账户属于谁：个人或者收款单位';
drop index payout_account_open;
create unique index payout_account_open on payout_account (owner_id) where valid_to is null;

create table entitlement_payee (
  entitlement_id uuid not null,
  no integer not null,
  from_month text collate "C" not null,
  person_id uuid,
  payee_id uuid,
  owner_id uuid not null generated always as (coalesce(person_id, payee_id)) stored,
  reason text not null,
  division text collate "C" not null,
  known_since timestamptz not null,
  recorded_by text not null,
  constraint entitlement_payee_pkey primary key (entitlement_id, no),
  constraint entitlement_payee_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint entitlement_payee_person_fkey foreign key (person_id) references person (id),
  constraint entitlement_payee_payee_fkey foreign key (payee_id) references payee (id),
  constraint entitlement_payee_one check (num_nonnulls(person_id, payee_id) = 1),
  constraint entitlement_payee_from_month check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint entitlement_payee_division_code check (division ~ '^[0-9]{12}$')
);
comment on table entitlement_payee is '待遇的收款人：从某月起付给谁，只追加；没有记录的付给本人';
create index entitlement_payee_owner on entitlement_payee (owner_id);
revoke update, delete on entitlement_payee from {{app}};
alter table entitlement_payee enable row level security;
create policy entitlement_payee_scope on entitlement_payee using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
