-- 补发清册：同一份名单只出一份，名单变了的另出
create table back_pay_list (
  batch_id uuid not null,
  division text collate "C" not null,
  list_hash text collate "C" not null,
  document_id uuid not null,
  constraint back_pay_list_pkey primary key (batch_id, division, list_hash),
  constraint back_pay_list_batch_fkey foreign key (batch_id) references payment_batch (id),
  constraint back_pay_list_document_fkey foreign key (document_id) references issued_document (id),
  constraint back_pay_list_division_code check (division ~ '^[0-9]{12}$')
);
comment on table back_pay_list is '补发清册：哪一批、全县还是哪个乡镇、按哪一份名单出的';
create index back_pay_list_document on back_pay_list (document_id);
revoke update, delete on back_pay_list from {{app}};
alter table back_pay_list enable row level security;
create policy back_pay_list_scope on back_pay_list using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
