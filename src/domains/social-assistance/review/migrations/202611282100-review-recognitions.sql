-- 认定（低保边缘、刚性支出困难）也按同一套复核：一件复核管一项待遇，或者管一项认定。
alter table benefit_review alter column entitlement_id drop not null;
alter table benefit_review add column recognition_id uuid;
alter table benefit_review
  add constraint benefit_review_recognition_fkey foreign key (recognition_id) references assistance_recognition (id),
  add constraint benefit_review_subject check (num_nonnulls(entitlement_id, recognition_id) = 1),
  drop constraint benefit_review_change,
  add constraint benefit_review_change check (change in ('unchanged', 'not-marked', 'increase', 'decrease', 'gradual', 'stop', 'dismissed', 'moved', 'withdraw', 'reclassify'));
comment on table benefit_review is '动态复核任务：为什么复核、应在哪天前办完、结果如何；同一待遇、同一认定同时只有一件';
create unique index benefit_review_open_recognition on benefit_review (recognition_id) where change is null;
create index benefit_review_of_recognition on benefit_review (recognition_id, opened_on);
comment on column assistance_recognition.decision_id is '认定现在依据的决定：先是认定的决定，复核维持的换成复核的决定';
