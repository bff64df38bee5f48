-- 存管账户的银行流水：一笔一行，和押金、会员费一对一核对；核对不上的两边都看得见
create table care_escrow_entry (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  serial_no text collate "C" not null,
  amount_fen bigint not null,
  payer bytea,
  entered_at timestamptz not null,
  entered_by text not null,
  payment_id uuid,
  prepaid_id uuid,
  other text collate "C",
  note text,
  settled_on date,
  settled_by text,
  settled_name text,
  constraint care_escrow_entry_pkey primary key (id),
  constraint care_escrow_entry_serial unique (institution_id, serial_no),
  constraint care_escrow_entry_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_escrow_entry_payment_fkey foreign key (payment_id) references care_payment (id),
  constraint care_escrow_entry_prepaid_fkey foreign key (prepaid_id) references care_prepaid (id),
  constraint care_escrow_entry_sum check (amount_fen <> 0),
  constraint care_escrow_entry_other check (other in ('service', 'interest', 'fee', 'transfer', 'use', 'correction')),
  constraint care_escrow_entry_one check (num_nonnulls(payment_id, prepaid_id, other) <= 1),
  constraint care_escrow_entry_settled check ((num_nonnulls(payment_id, prepaid_id, other) = 1) = (settled_on is not null) and (settled_on is null) = (settled_by is null)
    and (other is null) = (note is null))
);
comment on table care_escrow_entry is '存管账户流水：银行的一笔；抵哪一笔押金、会员费，或者是什么别的钱；户名加密';
create index care_escrow_entry_listed on care_escrow_entry (institution_id, on_date, id);
create index care_escrow_entry_open on care_escrow_entry (institution_id) where settled_on is null;
-- 一笔押金只抵一笔流水；一张会员卡收进、退出各抵一笔
create unique index care_escrow_entry_payment on care_escrow_entry (payment_id);
create unique index care_escrow_entry_prepaid on care_escrow_entry (prepaid_id, (amount_fen > 0)) where prepaid_id is not null;
revoke delete on care_escrow_entry from {{app}};
alter table care_escrow_entry enable row level security;
create policy care_escrow_entry_scope on care_escrow_entry using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
create trigger care_escrow_entry_stays before update on care_escrow_entry for each row
  execute function written_stays('on_date', 'serial_no', 'amount_fen');

-- 金额、方向、机构都一样才抵得上
create function care_escrow_entry_agrees() returns trigger language plpgsql set search_path from current as $$
begin
  if new.payment_id is not null and not exists (select from care_payment p where p.id = new.payment_id and p.institution_id = new.institution_id
    and case p.kind when 'deposit' then p.amount_fen when 'deposit-returned' then -p.amount_fen end = new.amount_fen) then
    raise exception 'the entry is another sum than the deposit' using errcode = 'check_violation', constraint = 'care_escrow_entry_agrees';
  end if;
  if new.prepaid_id is not null and not exists (select from care_prepaid c where c.id = new.prepaid_id and c.institution_id = new.institution_id
    and new.amount_fen in (c.amount_fen, -c.refunded_fen)) then
    raise exception 'the entry is another sum than the membership' using errcode = 'check_violation', constraint = 'care_escrow_entry_agrees';
  end if;
  return new;
end $$;
comment on function care_escrow_entry_agrees() is '流水和押金、会员费的金额要一样';
create trigger care_escrow_entry_agrees before insert or update of payment_id, prepaid_id on care_escrow_entry for each row execute function care_escrow_entry_agrees();

alter table care_escrow add column statement_from date, add column statement_to date,
  add constraint care_escrow_statement check ((statement_from is null) = (statement_to is null) and statement_to >= statement_from);

alter table care_prepaid add column origin text collate "C", add constraint care_prepaid_origin check (origin ~ '^[0-9]{6}$');
comment on column care_prepaid.origin is '交钱的老人是哪个县的（六位代码）：人口库里登记过的按登记，没有的按身份证';

alter table care_money_alert drop constraint care_money_alert_rule,
  add constraint care_money_alert_rule check (rule in ('uninsured', 'insurance', 'assets', 'reserve', 'escrow', 'unbanked', 'unexplained', 'growth', 'origins', 'cheap', 'pitch', 'promise', 'tekun-use'));
