-- 护理员补贴的申报并到 subsidy，名单（care_claim_line、care_post_month）留在这里，跟着那一笔
insert into subsidy (id, scheme, body_id, body_name, unit_id, division, asked, state, applied_on, applied_by, check_by, checked_on, checked_by, note, basis, amount_fen, notice_to, approved_on, approved_by)
select k.id, 'carer-' || k.kind, k.employer_id, k.employer_name, k.employer_id, k.division, '{}'::jsonb, case k.state when 'notice' then 'checked' else k.state end, k.applied_on, k.applied_by, k.check_by,
  k.checked_on, k.checked_by, coalesce(k.note, case when k.checked_on is not null then '没有写意见' end),
  case when k.state in ('notice', 'approved', 'paid') then jsonb_build_object('people', (select count(distinct l.worker_id) from care_claim_line l where l.claim_id = k.id and l.struck is null)) end,
  case when k.state in ('notice', 'approved', 'paid') then (select sum(l.fen)::bigint from care_claim_line l where l.claim_id = k.id and l.struck is null) end,
  k.notice_to, k.approved_on, k.approved_by
from care_claim k;
insert into subsidy_part (subsidy_id, no, amount_fen, due_from, state, checked_on, checked_by, approved_on, approved_by, pay_by, paid_on, document_no)
select k.id, 1, (select sum(l.fen)::bigint from care_claim_line l where l.claim_id = k.id and l.struck is null), k.approved_on, k.state, k.checked_on, k.checked_by, k.approved_on, k.approved_by, k.pay_by, k.paid_on,
  k.document_no
from care_claim k where k.state in ('approved', 'paid');
alter table care_claim_line drop constraint care_claim_line_claim_fkey;
alter table care_claim_line add constraint care_claim_line_claim_fkey foreign key (claim_id) references subsidy (id);
alter table care_post_month drop constraint care_post_month_claim_fkey;
alter table care_post_month add constraint care_post_month_claim_fkey foreign key (claim_id) references subsidy (id);
drop table care_claim;
