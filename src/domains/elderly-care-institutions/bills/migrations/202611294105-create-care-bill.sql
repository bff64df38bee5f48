create table care_bill (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  month text collate "C" not null,
  total_fen bigint not null,
  insurance_fen bigint not null,
  public_fen bigint not null,
  voucher_fen bigint not null,
  self_fen bigint not null,
  paid_fen bigint not null default 0,
  state text collate "C" not null,
  objection bytea,
  objected_on date,
  answer bytea,
  document_id uuid,
  reminded_on date,
  issued_on date not null,
  issued_at timestamptz not null,
  issued_by text not null,
  version integer not null default 1,
  constraint care_bill_pkey primary key (id),
  constraint care_bill_at unique (id, institution_id, division),
  constraint care_bill_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_bill_person_fkey foreign key (person_id) references person (id),
  constraint care_bill_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint care_bill_state check (state in ('open', 'objected', 'paid', 'withdrawn')),
  constraint care_bill_shares check (total_fen = insurance_fen + public_fen + voucher_fen + self_fen and insurance_fen >= 0 and public_fen >= 0 and voucher_fen >= 0),
  constraint care_bill_objection check ((objection is null) = (objected_on is null))
);
comment on table care_bill is '账单：一个人一个月一张；算错的收回重出，收回的留着；合计为负的是退费单；异议和答复加密';
create unique index care_bill_one on care_bill (stay_id, month) where state <> 'withdrawn';
create index care_bill_listed on care_bill (institution_id, month, id);
create index care_bill_person on care_bill (person_id);
revoke delete on care_bill from {{app}};

create table care_bill_line (
  id uuid not null,
  bill_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  item text collate "C" not null,
  name text not null,
  from_on date not null,
  to_on date not null,
  days integer not null,
  amount_fen bigint not null,
  says text not null,
  constraint care_bill_line_pkey primary key (id),
  constraint care_bill_line_one unique (bill_id, item, from_on),
  constraint care_bill_line_bill_fkey foreign key (bill_id, institution_id, division) references care_bill (id, institution_id, division) on update cascade,
  constraint care_bill_line_item check (item in ('bed', 'care', 'care-back', 'meals', 'trial', 'other')),
  constraint care_bill_line_days check (to_on > from_on and days >= 0)
);
comment on table care_bill_line is '账单明细：每一行是怎么算的，写成家属看得懂的一句话';
revoke update, delete on care_bill_line from {{app}};

create table care_payment (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  admission_id uuid not null,
  bill_id uuid,
  kind text collate "C" not null,
  amount_fen bigint not null,
  method text collate "C" not null,
  paid_at timestamptz not null,
  recorded_by text not null,
  document_id uuid,
  constraint care_payment_pkey primary key (id),
  constraint care_payment_bill_fkey foreign key (bill_id, institution_id, division) references care_bill (id, institution_id, division) on update cascade,
  constraint care_payment_person_fkey foreign key (person_id) references person (id),
  constraint care_payment_kind check (kind in ('booking', 'deposit', 'bill', 'booking-returned', 'deposit-returned', 'bill-refunded')),
  constraint care_payment_amount check (amount_fen > 0),
  constraint care_payment_method check (method in ('bank', 'cash', 'mobile', 'card')),
  constraint care_payment_of_bill check ((kind in ('bill', 'bill-refunded')) = (bill_id is not null))
);
comment on table care_payment is '收款和退款：定金、押金、账单；只增不改';
create index care_payment_listed on care_payment (admission_id, paid_at);
create index care_payment_person on care_payment (person_id);
revoke update, delete on care_payment from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_bill', 'care_bill_line', 'care_payment'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_bill', 'person_id', 'false', null, null),
  ('care_payment', 'person_id', 'false', null, null);
