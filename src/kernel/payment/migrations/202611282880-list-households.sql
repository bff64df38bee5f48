-- 按村（社区）和家庭编号翻看家庭。
create index household_division on household (division, code);
