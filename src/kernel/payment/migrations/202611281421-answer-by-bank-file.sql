-- 回盘按文件：每个送银行文件一个结果，或者银行的书面答复。
alter table bank_result add column bank_file_id uuid;
update bank_result r set bank_file_id = f.id from bank_file f where f.batch_id = r.batch_id;
alter table bank_result alter column bank_file_id set not null;
alter table bank_result add constraint bank_result_bank_file_fkey foreign key (bank_file_id) references bank_file (id);
alter table bank_result drop constraint bank_result_batch_key;
alter table bank_result add constraint bank_result_bank_file_key unique (bank_file_id);
create index bank_result_batch on bank_result (batch_id);
alter table bank_result add column letter_no text;
comment on column bank_result.letter_no is '按银行书面答复登记的，答复的文号；按回盘文件登记的为空';

-- 过期没有回盘：冻结这个文件，银行书面答复以前不重发。
create table bank_inquiry (
  bank_file_id uuid not null,
  batch_id uuid not null,
  county text collate "C" not null,
  opened_on date not null,
  answer text collate "C",
  letter_no text,
  letter_file uuid,
  answered_on date,
  answered_at timestamptz,
  answered_by text,
  answered_name text,
  constraint bank_inquiry_pkey primary key (bank_file_id),
  constraint bank_inquiry_bank_file_fkey foreign key (bank_file_id) references bank_file (id),
  constraint bank_inquiry_batch_fkey foreign key (batch_id) references payment_batch (id),
  constraint bank_inquiry_answer check (answer in ('not-paid', 'result-follows', 'result-file')),
  constraint bank_inquiry_answered check ((answer is null) = (answered_on is null) and (answer is null) = (answered_by is null)),
  constraint bank_inquiry_letter check (answer is null or answer = 'result-file' or (letter_no is not null and letter_file is not null))
);
comment on table bank_inquiry is '查询查复：过期没有回盘的文件冻结，银行书面答复（或者补来回盘）才解冻';
create index bank_inquiry_open on bank_inquiry (batch_id) where answer is null;
revoke delete on bank_inquiry from {{app}};
alter table bank_inquiry enable row level security;
create policy bank_inquiry_scope on bank_inquiry using (
  county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')));

create table bank_result_refusal (
  id uuid not null,
  bank_file_id uuid not null,
  county text collate "C" not null,
  file_hash text collate "C" not null,
  problem text not null,
  refused_at timestamptz not null,
  refused_name text not null,
  constraint bank_result_refusal_pkey primary key (id),
  constraint bank_result_refusal_bank_file_fkey foreign key (bank_file_id) references bank_file (id),
  constraint bank_result_refusal_once unique (bank_file_id, file_hash)
);
comment on table bank_result_refusal is '没有导入的回盘文件：什么毛病、何时；差额归银行更正重送';
revoke update, delete on bank_result_refusal from {{app}};
alter table bank_result_refusal enable row level security;
create policy bank_result_refusal_scope on bank_result_refusal using (
  county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')));
