-- 已经作了决定的月份，因同一缘由可以再提出（误登记的死亡撤销以后又登记）：同时待确认的只有一项。
alter table payment_adjustment_month add column open boolean not null default true;
update payment_adjustment_month m set open = false from payment_adjustment a where a.id = m.adjustment_id and a.state <> 'proposed';
drop index payment_adjustment_month_once;
create unique index payment_adjustment_month_once on payment_adjustment_month (entitlement_id, direction, month) where open;
comment on column payment_adjustment_month.open is '还没有确认也没有不予调整；同一待遇同一月份同一方向只有一项';
