-- 核实的结果：属实的预警，暂停不因满一个周期而解除，要等处置。
alter table clue add column found text collate "C";
alter table clue add constraint clue_found check (found in ('true', 'partly', 'false', 'absent'));
comment on column clue.found is '最近一次核实的结果；还没有核实为空';
