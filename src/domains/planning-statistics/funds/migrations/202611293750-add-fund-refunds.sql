-- 退回资金: money that was paid and comes back from whoever used it. It counts negative for its purpose in the year in which it is booked, and lies on its arrival again.
alter table fund_allocation
  add column private_run boolean not null default false,
  add column refunded_fen bigint not null default 0,
  add constraint fund_allocation_private_run check (not private_run or purpose = 'elderly'),
  add constraint fund_allocation_refunded check (refunded_fen between 0 and paid_fen);
comment on column fund_allocation.private_run is '用于社会办养老机构和服务的（福彩公益金社会办占比）';

alter table fund_payment
  add column refunded_fen bigint not null default 0,
  -- 退过的是付成了的：不能再登记银行退票
  add constraint fund_payment_refunded check (refunded_fen between 0 and amount_fen and (refunded_fen = 0 or state = 'paid'));

create table fund_refund (
  id uuid not null,
  payment_id uuid not null,
  allocation_id uuid not null,
  account_id uuid not null,
  division text collate "C" not null,
  amount_fen bigint not null,
  returned_on date not null,
  voucher_no text not null,
  reason text not null,
  booked_on date not null,
  entry_id uuid not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint fund_refund_pkey primary key (id),
  constraint fund_refund_payment_fkey foreign key (payment_id) references fund_payment (id),
  constraint fund_refund_allocation_fkey foreign key (allocation_id) references fund_allocation (id),
  constraint fund_refund_account_fkey foreign key (account_id, division) references fund_account (id, division) on update cascade,
  constraint fund_refund_voucher unique (account_id, voucher_no),
  constraint fund_refund_amount check (amount_fen > 0),
  constraint fund_refund_days check (returned_on <= booked_on)
);
comment on table fund_refund is '退回资金：用款单位把付出去的钱退回专户；在入账的那一年按原用途计负数，回到原来的到账，可以重新分配';
create index fund_refund_payment on fund_refund (payment_id);
create index fund_refund_allocation on fund_refund (allocation_id);
create index fund_refund_booked on fund_refund (booked_on);
revoke update, delete on fund_refund from {{app}};
alter table fund_refund enable row level security;
create policy fund_refund_scope on fund_refund using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
