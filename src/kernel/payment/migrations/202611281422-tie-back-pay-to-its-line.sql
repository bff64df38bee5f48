-- 补发的调整指向它的明细。明细又（经多发款项）指向调整，两边互指；外键在提交时才核对，恢复备份时先后都可以。
alter table payment_adjustment add constraint payment_adjustment_line_fkey foreign key (line_id) references payment_line (id) deferrable initially deferred;
comment on column payment_adjustment.line_id is '补发的那一笔；外键在提交时才核对，因为发放明细又指向多发款项';
