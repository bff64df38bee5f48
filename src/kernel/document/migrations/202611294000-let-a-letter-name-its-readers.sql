-- 发给本人的文书也可以限定哪些岗位能看：能力评估报告写着健康情况，只有评估、复核的人和本人打得开。
alter table issued_document
  drop constraint issued_document_readers,
  add constraint issued_document_readers check (readers is null or cardinality(readers) > 0);
