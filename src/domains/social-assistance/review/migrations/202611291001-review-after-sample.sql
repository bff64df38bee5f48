alter table benefit_review drop constraint benefit_review_kind,
  add constraint benefit_review_kind check (kind in ('periodic', 'change', 'death', 'warning', 'standard', 'age', 'move', 'appeal', 'death-amended', 'supervision'));
