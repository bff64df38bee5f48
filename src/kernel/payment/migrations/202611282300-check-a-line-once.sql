select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 一笔明细的版本须是它自己那项待遇的版本：一个外键说清两件事，写入时也只核对一次（版本自己已经指向待遇）。
alter table entitlement_version add constraint entitlement_version_own unique (entitlement_id, id);
alter table payment_line drop constraint payment_line_version_fkey;
alter table payment_line drop constraint payment_line_entitlement_fkey;
alter table payment_line add constraint payment_line_version_fkey foreign key (entitlement_id, version_id) references entitlement_version (entitlement_id, id);

-- “只发一次”的唯一索引以人和月份开头，查一个人的发放也用它，不再另设一个。终止的一笔 live 为空，不与别的相同。
drop index payment_line_once;
drop index payment_line_person;
alter table payment_line drop column live;
alter table payment_line add column live boolean generated always as (case when state <> 'ended' then true end) stored;
comment on column payment_line.live is '仍占着它的月份；终止的为空，让出位置';
create unique index payment_line_once on payment_line (person_id, month, programme, kind, cause, live);
