alter table stored_file add column content_hash text collate "C";
comment on column stored_file.content_hash is '明文的SM3摘要：同一张照片再传一次，看得出来；以前上传的为空';
