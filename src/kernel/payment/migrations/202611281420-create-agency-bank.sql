-- 代发银行：一个批次按银行分成几个文件。账户开在哪家代发银行就进哪家的文件；开在别家的，由主办银行代发。
create table agency_bank (
  division text collate "C" not null,
  code text collate "C" not null,
  name text not null,
  format text collate "C" not null,
  spellings text[] not null,
  main boolean not null,
  constraint agency_bank_pkey primary key (division, code),
  constraint agency_bank_division_code check (division ~ '^[0-9]{12}$'),
  constraint agency_bank_format check (format in ('mzdf1', 'gbk-fixed')),
  constraint agency_bank_spellings check (main or cardinality(spellings) > 0)
);
comment on table agency_bank is '代发银行：名称、文件格式、开户银行名称中怎样认出它；县没有自己的行时用市的';
create unique index agency_bank_main on agency_bank (division) where main;
revoke delete on agency_bank from {{app}};
alter table agency_bank enable row level security;
create policy agency_bank_scope on agency_bank using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or division = (select left(nullif(current_setting('app.lo', true), ''), 4) || '00000000'));

-- 一个批次每家代发银行一个文件。
alter table bank_file add column bank text collate "C" not null default 'main';
alter table bank_file add column bank_name text not null default '代发银行';
alter table bank_file add column format text collate "C" not null default 'mzdf1';
alter table bank_file add column result_by date;
alter table bank_file alter column bank drop default;
alter table bank_file alter column bank_name drop default;
alter table bank_file alter column format drop default;
update bank_file f set result_by = b.result_by from payment_batch b where b.id = f.batch_id;
alter table bank_file alter column result_by set not null;
alter table bank_file add constraint bank_file_format check (format in ('mzdf1', 'gbk-fixed'));
alter table bank_file drop constraint bank_file_batch_key;
alter table bank_file add constraint bank_file_bank_key unique (batch_id, bank);
alter table bank_file add constraint bank_file_hash_key unique (hash);
comment on table bank_file is '送银行文件：每批每家代发银行一个；只存摘要和合计，下载时按原样重新生成并核对摘要';
comment on column bank_file.result_by is '最迟哪天应有回盘；过了就冻结，等银行书面答复';

-- 文件的合计和摘要要等明细归好才算得出，所以外键在提交时才核对。
alter table payment_line add column bank_file_id uuid;
update payment_line l set bank_file_id = f.id from bank_file f where f.batch_id = l.batch_id and l.state not in ('pending', 'on-hold', 'ended');
alter table payment_line add constraint payment_line_bank_file_fkey foreign key (bank_file_id) references bank_file (id) deferrable initially deferred;
alter table payment_line add constraint payment_line_in_file check (
  case when state in ('pending', 'on-hold', 'ended') then bank_file_id is null when state = 'sent' then bank_file_id is not null else true end);
comment on column payment_line.bank_file_id is '这一笔在哪个送银行文件里；送出以前为空';
