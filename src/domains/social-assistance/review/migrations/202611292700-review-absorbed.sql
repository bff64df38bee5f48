-- 认定的复核：家里的人都已享受低保（单人保的人，家里只剩他），认定随之结束。
alter table benefit_review
  drop constraint benefit_review_change,
  add constraint benefit_review_change check (change in ('unchanged', 'not-marked', 'increase', 'decrease', 'gradual', 'stop', 'dismissed', 'moved', 'withdraw', 'reclassify', 'absorbed'));
