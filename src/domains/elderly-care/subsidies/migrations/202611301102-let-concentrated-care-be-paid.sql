-- 集中照护补助（EL-23）和另两项补贴用同一套台账。
alter table elder_subsidy_award drop constraint elder_subsidy_award_kind,
  add constraint elder_subsidy_award_kind check (kind in ('service', 'nursing', 'concentrated'));
alter table elder_subsidy_offer drop constraint elder_subsidy_offer_kind,
  add constraint elder_subsidy_offer_kind check (kind in ('service', 'nursing', 'concentrated'));
comment on table elder_subsidy_award is '经济困难老年人补贴：养老服务补贴、护理补贴、集中照护补助的在享和停发';
