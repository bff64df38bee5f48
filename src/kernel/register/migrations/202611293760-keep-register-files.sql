-- 附件: what was uploaded with a step of a register; the files themselves belong to the record (stored_file.case_id).
alter table register_step add column files uuid[] not null default '{}';
comment on column register_step.files is '随这一步上传的附件（stored_file）';
