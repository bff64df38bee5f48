-- 材料也可以限定哪些岗位能看：对草案提意见的附件，只有办理这次征求意见的岗位打得开。
alter table stored_file
  add column readers text[],
  add constraint stored_file_readers check (readers is null or cardinality(readers) > 0);
comment on column stored_file.readers is '能打开的岗位；空：不按岗位限制';
grant update (readers) on stored_file to {{app}};
