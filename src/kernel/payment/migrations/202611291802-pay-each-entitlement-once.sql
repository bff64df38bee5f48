-- 同一人先后两项待遇（单人保从已发的月份起停，改为全家），各自的月份各发一次：前一项多发的追回，后一项的不因此漏发。
-- 发放明细是大表，唯一索引重建一次。
drop index payment_line_once;
create unique index payment_line_once on payment_line (person_id, month, programme, kind, cause, entitlement_id, live);
