-- 死亡当月仍全额发放：待重新核算的暂停只管以后的月份。
alter table payment_hold add column from_month text collate "C";
alter table payment_hold add constraint payment_hold_from_month check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$');
comment on column payment_hold.from_month is '从哪月起暂停；空为所有月份';
