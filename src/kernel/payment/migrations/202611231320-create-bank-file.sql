create table bank_file (
  id uuid not null,
  batch_id uuid not null,
  county text collate "C" not null,
  hash text collate "C" not null,
  line_count integer not null,
  sum_fen bigint not null,
  made_on date not null,
  created_at timestamptz not null,
  created_by text not null,
  constraint bank_file_pkey primary key (id),
  constraint bank_file_batch_key unique (batch_id),
  constraint bank_file_batch_fkey foreign key (batch_id) references payment_batch (id),
  constraint bank_file_totals check (line_count > 0 and sum_fen > 0)
);
comment on table bank_file is '送银行文件：只存摘要和合计，下载时按原样重新生成并核对摘要';
revoke update, delete on bank_file from {{app}};

create table bank_result (
  id uuid not null,
  batch_id uuid not null,
  county text collate "C" not null,
  file_hash text collate "C" not null,
  credited_on date not null,
  success_count integer not null,
  success_fen bigint not null,
  returned_count integer not null,
  returned_fen bigint not null,
  imported_at timestamptz not null,
  imported_by text not null,
  constraint bank_result_pkey primary key (id),
  constraint bank_result_batch_key unique (batch_id),
  constraint bank_result_file_key unique (file_hash),
  constraint bank_result_batch_fkey foreign key (batch_id) references payment_batch (id),
  constraint bank_result_counts check (success_count >= 0 and success_fen >= 0 and returned_count >= 0 and returned_fen >= 0)
);
comment on table bank_result is '银行回盘文件：同一文件只导入一次';
revoke update, delete on bank_result from {{app}};

create table returned_payment (
  line_id uuid not null,
  bank_result_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  code text collate "C" not null,
  reason text not null,
  returned_on date not null,
  due_on date not null,
  handled_at timestamptz,
  handled_by text,
  handled_name text,
  account_id uuid,
  reissue_line_id uuid,
  constraint returned_payment_pkey primary key (line_id),
  constraint returned_payment_reissue_key unique (reissue_line_id),
  constraint returned_payment_line_fkey foreign key (line_id) references payment_line (id),
  constraint returned_payment_result_fkey foreign key (bank_result_id) references bank_result (id),
  constraint returned_payment_account_fkey foreign key (account_id) references payout_account (id),
  constraint returned_payment_reissue_fkey foreign key (reissue_line_id) references payment_line (id),
  constraint returned_payment_handled check ((handled_at is null) = (handled_by is null) and (reissue_line_id is null or handled_at is not null))
);
comment on table returned_payment is '退票处理单：退回原因、更正人、重发的明细';
create index returned_payment_open on returned_payment (division, due_on) where handled_at is null;
revoke delete on returned_payment from {{app}};

alter table bank_file enable row level security;
create policy bank_file_scope on bank_file using (
  county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')));
alter table bank_result enable row level security;
create policy bank_result_scope on bank_result using (
  county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')));
alter table returned_payment enable row level security;
create policy returned_payment_scope on returned_payment using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
