-- 消费券抵账单：养老服务那边核销的每一笔，记到那个人那个月的账单上，一笔只记一次；冲正的退回来。
create table care_bill_voucher (
  use_id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  month text collate "C" not null,
  payable_fen bigint not null,
  rate_percent integer not null,
  amount_fen bigint not null,
  used_at timestamptz not null,
  reversed_at timestamptz,
  constraint care_bill_voucher_pkey primary key (use_id),
  constraint care_bill_voucher_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_bill_voucher_person_fkey foreign key (person_id) references person (id),
  constraint care_bill_voucher_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint care_bill_voucher_amount check (amount_fen > 0 and amount_fen <= payable_fen)
);
comment on table care_bill_voucher is '账单上的消费券：每一笔核销一行，冲正的留着';
create index care_bill_voucher_month on care_bill_voucher (stay_id, month);
create index care_bill_voucher_person on care_bill_voucher (person_id);
revoke delete on care_bill_voucher from {{app}};
alter table care_bill_voucher enable row level security;
create policy care_bill_voucher_scope on care_bill_voucher using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values ('care_bill_voucher', 'person_id', 'false', null, null);
