-- The same file sent twice is known by the digest of its bytes.
alter table sheet_import add column content text collate "C" not null default '';
alter table sheet_import alter column content drop default;
comment on column sheet_import.content is '文件内容的 SM3（十六进制）：同一份文件再传时认得出';
