-- 运营、建设、保险三项补贴并到 subsidy：每一笔、每一期、每一笔追回和退回的都搬过去，金额、日子、办的人不变
insert into subsidy (id, scheme, body_id, body_name, unit_id, division, term, asked, state, applied_on, applied_by, check_by, checked_on, checked_by, note, basis, amount_fen, notice_to, approved_on, approved_by)
select s.id, 'care-home-run', s.institution_id, i.name, s.institution_id, s.division, s.quarter, '{}'::jsonb, case s.state when 'notice' then 'checked' else s.state end, s.applied_on, s.applied_by, s.check_by,
  s.checked_on, s.checked_by, coalesce(s.note, case when s.checked_on is not null then '没有写意见' end), case when s.months is not null then jsonb_build_object('months', s.months) end, s.amount_fen, s.notice_to,
  s.approved_on, s.approved_by
from care_subsidy s join care_institution i on i.id = s.institution_id;
insert into subsidy_part (subsidy_id, no, amount_fen, due_from, state, checked_on, checked_by, approved_on, approved_by, pay_by, paid_on, document_no)
select s.id, 1, s.amount_fen, s.approved_on, s.state, s.checked_on, s.checked_by, s.approved_on, s.approved_by, s.pay_by, s.paid_on, s.document_no
from care_subsidy s where s.state in ('approved', 'paid');

insert into subsidy (id, scheme, body_id, body_name, unit_id, division, alone, asked, state, applied_on, applied_by, check_by, checked_on, checked_by, note, basis, amount_fen, notice_to, approved_on, approved_by,
  ended_on)
select b.id, 'care-home-build', b.institution_id, i.name, b.institution_id, b.division, true,
  jsonb_build_object('selfBeds', b.self_beds, 'leasedBeds', b.leased_beds, 'leaseFrom', b.lease_from, 'leaseTo', b.lease_to, 'papers', b.papers, 'recordedOn', b.recorded_on),
  case b.state when 'notice' then 'checked' when 'refused' then 'refused' when 'applied' then 'applied'
    else case when exists (select from care_build_part p where p.build_id = b.id and p.state in ('waiting', 'checked', 'approved'))
      or exists (select from care_build_claim c where c.build_id = b.id and c.state in ('proposed', 'claimed')) then 'approved' else 'paid' end end,
  b.applied_on, b.applied_by, b.check_by, b.checked_on, b.checked_by, coalesce(b.note, case when b.checked_on is not null then '没有写意见' end),
  case when b.basis is not null then b.basis || jsonb_build_object('nursingBeds', b.nursing_beds, 'countedBeds', b.counted_beds) end, b.amount_fen, b.notice_to, b.approved_on, b.approved_by, b.ended_on
from care_build b join care_institution i on i.id = b.institution_id;
insert into subsidy_part (subsidy_id, no, amount_fen, due_from, state, says, checked_on, checked_by, approved_on, approved_by, pay_by, paid_on, document_no)
select build_id, no, amount_fen, due_from, state, says, checked_on, checked_by, approved_on, approved_by, pay_by, paid_on, document_no from care_build_part;
insert into subsidy_claim (id, subsidy_id, reason, ended_on, whole, units, of_units, full_months, promised_months, paid_fen, amount_fen, received_fen, state, proposed_on, proposed_by, decided_on, decided_by, decision,
  return_by)
select c.id, c.build_id, c.reason, coalesce(b.ended_on, c.proposed_on), true, b.counted_beds, b.counted_beds, c.full_months, c.promised_months, c.paid_fen, c.amount_fen, c.received_fen, c.state, c.proposed_on,
  c.proposed_by, c.decided_on, c.decided_by, c.decision, c.return_by
from care_build_claim c join care_build b on b.id = c.build_id;
insert into subsidy_receipt (id, claim_id, division, amount_fen, received_on, voucher, recorded_at, recorded_by)
select id, claim_id, division, amount_fen, received_on, voucher, recorded_at, recorded_by from care_build_receipt;

insert into subsidy (id, scheme, body_id, body_name, unit_id, division, term, asked, state, applied_on, applied_by, check_by, checked_on, checked_by, note, basis, amount_fen, approved_on, approved_by)
select u.id, 'care-home-insurance', u.institution_id, i.name, u.institution_id, u.division, u.policy_id::text,
  jsonb_build_object('policyNo', p.policy_no, 'fromOn', p.from_on, 'toOn', p.to_on), u.state, u.applied_on, u.applied_by, u.decide_by, u.checked_on, u.checked_by,
  coalesce(u.note, case when u.checked_on is not null then '没有写意见' end), case when u.counted_beds is not null then jsonb_build_object('countedBeds', u.counted_beds) end, u.amount_fen, u.approved_on, u.approved_by
from care_insurance_subsidy u join care_institution i on i.id = u.institution_id join care_insurance p on p.id = u.policy_id;
insert into subsidy_part (subsidy_id, no, amount_fen, due_from, state, checked_on, checked_by, approved_on, approved_by, pay_by, paid_on, document_no)
select u.id, 1, u.amount_fen, u.approved_on, u.state, u.checked_on, u.checked_by, u.approved_on, u.approved_by, u.decide_by, u.paid_on, u.document_no
from care_insurance_subsidy u where u.state in ('approved', 'paid');

drop table care_build_receipt, care_build_claim, care_build_part, care_build, care_subsidy, care_insurance_subsidy;
