-- 在申请表里勾选同意的，以这件办件的申请表为凭，没有另外的签字照片
alter table consent alter column signature_file drop not null;
alter table consent add constraint consent_signed check (signature_file is not null or case_id is not null);
