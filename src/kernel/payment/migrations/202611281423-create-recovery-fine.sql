-- 骗取的，除追回外可以罚款：数额不超过决定时和行为时两个上限中较轻的一个；先听取陈述和申辩。
create table recovery_fine (
  id uuid not null,
  overpayment_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  gain_fen bigint not null,
  conduct_to date not null,
  cap_times text collate "C" not null,
  cap_fen bigint not null,
  amount_fen bigint not null,
  received_fen bigint not null default 0,
  heard_on date not null,
  hearing_file uuid not null,
  pay_by date not null,
  document_id uuid not null,
  decided_on date not null,
  decided_at timestamptz not null,
  decided_by text not null,
  decided_name text not null,
  version integer not null default 1,
  constraint recovery_fine_pkey primary key (id),
  constraint recovery_fine_overpayment_key unique (overpayment_id),
  constraint recovery_fine_overpayment_fkey foreign key (overpayment_id) references overpayment (id),
  constraint recovery_fine_person_fkey foreign key (person_id) references person (id),
  constraint recovery_fine_division_code check (division ~ '^[0-9]{12}$'),
  constraint recovery_fine_amount check (amount_fen > 0 and amount_fen <= cap_fen),
  constraint recovery_fine_received check (received_fen >= 0 and received_fen <= amount_fen),
  constraint recovery_fine_heard check (heard_on <= decided_on and conduct_to <= decided_on)
);
comment on table recovery_fine is '骗取罚款：骗取多少、上限几倍、听取陈述申辩的日期和记录、处罚决定书、缴了多少；当事人的话只在密封的文书里';
revoke delete on recovery_fine from {{app}};
alter table recovery_fine enable row level security;
create policy recovery_fine_scope on recovery_fine using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 罚款的缴款凭证与追回的在同一本账上：同一凭证号一县只记一次。
alter table recovery_receipt add column fine_id uuid;
alter table recovery_receipt add constraint recovery_receipt_fine_fkey foreign key (fine_id) references recovery_fine (id);
alter table recovery_receipt drop constraint recovery_receipt_way;
alter table recovery_receipt add constraint recovery_receipt_way check (way in ('return', 'offset', 'instalments', 'fine'));
alter table recovery_receipt add constraint recovery_receipt_of_fine check ((way = 'fine') = (fine_id is not null));
comment on table recovery_receipt is '追回和罚款收到的每一笔：缴款凭证号在一县内不重复，抵扣的一笔对应一条发放明细';

-- 追回通知书和退票处理单，可以从台账上打印。
alter table overpayment add column notice_id uuid;
comment on column overpayment.notice_id is '多发款项追回通知书';
alter table returned_payment add column slip_id uuid;
comment on column returned_payment.slip_id is '退票处理单（文书）；按银行书面答复登记的没有';
