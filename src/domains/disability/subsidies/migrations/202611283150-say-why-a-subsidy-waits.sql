-- 暂停要说得出原因；比对待核实的月份也要让本人看得见。
alter table subsidy_award add column waits_from text collate "C";
comment on column subsidy_award.waits_from is '比对结果待核实，从这个月起暂缓发放；空为没有';
update subsidy_award a set reason = case
  when exists (select from payment_hold h where h.entitlement_id = a.entitlement_id and h.released_at is null and h.code like 'disability.certificate.%')
  then 'certificate' else 'unconfirmed' end
where a.state = 'suspended';
update subsidy_award a set waits_from = h.from_month from payment_hold h
where h.entitlement_id = a.entitlement_id and h.released_at is null and h.code like 'disability.comparison.%';
alter table subsidy_award add constraint subsidy_award_reason check (state = 'active' or reason is not null);
