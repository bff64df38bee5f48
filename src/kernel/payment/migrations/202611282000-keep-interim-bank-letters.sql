-- “已经付款，回盘另送”不是最后的答复：文件仍然冻结，回盘到了才算完；银行每次这样答复各留一条。
create table bank_interim_letter (
  id uuid not null,
  bank_file_id uuid not null,
  county text collate "C" not null,
  letter_no text not null,
  letter_file uuid not null,
  answered_on date not null,
  result_by date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint bank_interim_letter_pkey primary key (id),
  constraint bank_interim_letter_inquiry_fkey foreign key (bank_file_id) references bank_inquiry (bank_file_id),
  constraint bank_interim_letter_once unique (bank_file_id, letter_no),
  constraint bank_interim_letter_days check (answered_on <= result_by)
);
comment on table bank_interim_letter is '银行书面答复“已经付款，回盘另送”：文号、日期、回盘最迟哪天到；不是最后的答复';
revoke update, delete on bank_interim_letter from {{app}};
alter table bank_interim_letter enable row level security;
create policy bank_interim_letter_scope on bank_interim_letter using (
  county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')));

alter table bank_inquiry add column result_by date;
alter table bank_inquiry add column reminded_on date;
comment on column bank_inquiry.result_by is '银行答复回盘另送以后，回盘最迟哪天到；没有这样答复的为空';
comment on column bank_inquiry.reminded_on is '回盘又过期，哪天再催';

insert into bank_interim_letter (id, bank_file_id, county, letter_no, letter_file, answered_on, result_by, recorded_at, recorded_by, recorded_name)
  select gen_random_uuid(), bank_file_id, county, letter_no, letter_file, answered_on, answered_on, answered_at, answered_by, answered_name
  from bank_inquiry where answer = 'result-follows';
update bank_inquiry q set answer = 'result-file' where answer = 'result-follows' and exists (select from bank_result r where r.bank_file_id = q.bank_file_id);
update bank_inquiry set result_by = answered_on, answer = null, letter_no = null, letter_file = null, answered_on = null, answered_at = null, answered_by = null, answered_name = null
  where answer = 'result-follows';
alter table bank_inquiry drop constraint bank_inquiry_answer;
alter table bank_inquiry add constraint bank_inquiry_answer check (answer in ('not-paid', 'result-file'));
comment on table bank_inquiry is '查询查复：过期没有回盘的文件冻结，银行书面答复没有付款，或者补来回盘，才解冻';
