-- 单价要看数量：几件、几米、几平方米。以前的按一件。
alter table fitted_item add quantity integer not null default 1;
alter table fitted_item add constraint fitted_item_quantity check (quantity between 1 and 999);
comment on column fitted_item.quantity is '数量，单位由项目定（件、米、平方米）';
