-- 调标重算的结果沿用原决定的事实，只存条款；种类由程序给出，逐步增加。
alter table decision add column facts_of uuid;
alter table decision add constraint decision_facts_fkey foreign key (facts_of) references decision (id);
comment on column decision.facts_of is '事实与此决定相同，不再存一份';
alter table decision drop constraint decision_kind;
alter table decision add constraint decision_kind check (kind ~ '^[a-z]+(-[a-z]+)*$');
-- 可能因调标而符合条件的：已作出的不予确认。
create index decision_refused on decision (rule_name, id) where kind = 'final' and outcome = 'not-eligible';
