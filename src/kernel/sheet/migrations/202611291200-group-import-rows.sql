-- 同一户的行一起导入或者一起退回；每一个可以导入的行写明会做什么。改写以前导入留下的行（每份至多20万行）。
alter table sheet_import_row add column lead_no integer, add column does text;
update sheet_import_row set lead_no = no, does = case when problem is null then '导入' end;
alter table sheet_import_row alter column lead_no set not null;
alter table sheet_import_row add constraint sheet_import_row_outcome check ((problem is null) <> (does is null));
comment on column sheet_import_row.lead_no is '同一户（组）第一行的行号；单独的行是自己的行号';
comment on column sheet_import_row.does is '导入后会做什么，一句话；不能导入的为空';
create index sheet_import_row_together on sheet_import_row (import_id, lead_no, no);
alter table sheet_import add column summary jsonb;
comment on column sheet_import.summary is '检查完毕时的小结：各做什么多少行、整户可以导入和退回各多少';

-- 单元格从此按表里写的保存，导入时再读；以前检查过、还没有导入的请重新上传。
update sheet_import set state = 'cancelled', problem = '系统更新，请重新上传' where state in ('reading', 'checked', 'applying');
