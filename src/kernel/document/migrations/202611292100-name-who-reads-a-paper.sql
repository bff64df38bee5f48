-- 含个人财务信息的文书（核对报告）：只有看得到它所依据的信息的岗位能打开，打开时在所涉每个人的查看记录里都留痕
alter table issued_document
  add column readers text[],
  add column about uuid[],
  add constraint issued_document_readers check (readers is null or (internal and cardinality(readers) > 0));
comment on column issued_document.readers is '能看的岗位；空：不按岗位限制';
comment on column issued_document.about is '文书说到的人：谁打开过，他们各自看得到；空：只说到 person_id';
