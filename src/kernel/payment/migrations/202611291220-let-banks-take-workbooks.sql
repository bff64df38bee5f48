-- 有的代发银行收发电子表格：送出的明细和回盘是同一张 .xlsx 表。
alter table agency_bank drop constraint agency_bank_format,
  add constraint agency_bank_format check (format in ('mzdf1', 'gbk-fixed', 'xlsx'));
alter table bank_file drop constraint bank_file_format,
  add constraint bank_file_format check (format in ('mzdf1', 'gbk-fixed', 'xlsx'));
