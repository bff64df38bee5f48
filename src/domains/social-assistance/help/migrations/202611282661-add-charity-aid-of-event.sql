alter table charity_aid add column aid_id text collate "C";
comment on column charity_aid.aid_id is '慈善组织自己系统里这一笔的编号；同一编号只登记一次';
create unique index charity_aid_told_once on charity_aid (aid_id) where aid_id is not null;
-- 系统通知不写组织名称，同一天可以有两笔，以编号区分
alter table charity_aid drop constraint charity_aid_once;
create unique index charity_aid_once on charity_aid (person_id, charity, need_code, form, given_on) where aid_id is null;
