-- 确认追回时款项还在银行、后来退了回来的，钱没有到户：从多发款项里冲减；又应当发的也冲减，不用先退再补。
alter table payment_adjustment_month add column lessened_fen bigint not null default 0;
alter table payment_adjustment_month add constraint payment_adjustment_month_lessened check (lessened_fen >= 0 and lessened_fen <= amount_fen and (lessened_fen = 0 or direction = 'recovery'));
comment on column payment_adjustment_month.lessened_fen is '这个月要追回的当中，没有到户或者又应发、已经冲减的';

alter table recovery_receipt drop constraint recovery_receipt_way;
alter table recovery_receipt add constraint recovery_receipt_way check (way in ('return', 'offset', 'instalments', 'fine', 'court', 'came-back', 'due-again'));
