-- 年龄变化也开出复核：成员满18周岁、满70周岁的次月起分类施保随之变化。
alter table benefit_review drop constraint benefit_review_kind;
alter table benefit_review add constraint benefit_review_kind check (kind in ('periodic', 'change', 'death', 'warning', 'standard', 'age', 'move'));
