-- 台账的一条说的是哪个机构、哪处设施；同一件事同时只有一条的，由唯一索引保证
alter table register_entry add column about text collate "C";
alter table register_entry add column one text collate "C";
comment on column register_entry.about is '说的是哪一条业务记录（机构、设施）的编号；没有为空';
comment on column register_entry.one is '同时只有一条的：是什么的；没有结果就办结的让出来';
create index register_entry_about on register_entry (about, register) where about is not null;
create unique index register_entry_one on register_entry (register, one) where one is not null;
