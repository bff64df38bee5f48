-- 享受人数从最早的待遇数起，每隔十几秒问一次：不能为此把所有待遇看一遍。
create index entitlement_begin on entitlement (from_month);
