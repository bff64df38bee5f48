-- 设施的运营、建设补贴并到 subsidy：每一笔都搬过去，金额、日子、办的人不变
insert into subsidy (id, scheme, body_id, body_name, division, term, asked, state, applied_on, applied_by, check_by, checked_on, checked_by, note, basis, amount_fen, notice_to, approved_on, approved_by)
select u.id, 'care-site-' || u.purpose, u.site_id, s.name, u.division, coalesce(u.year::text, 'once'), jsonb_build_object('kind', s.kind), case u.state when 'notice' then 'checked' else u.state end,
  u.applied_on, u.applied_by, u.check_by, u.checked_on, u.checked_by, coalesce(u.note, case when u.checked_on is not null then '没有写意见' end), u.basis, u.amount_fen, u.notice_to, u.approved_on, u.approved_by
from care_site_subsidy u join care_site s on s.id = u.site_id;
insert into subsidy_part (subsidy_id, no, amount_fen, due_from, state, checked_on, checked_by, approved_on, approved_by, pay_by, paid_on, document_no)
select u.id, 1, u.amount_fen, u.approved_on, u.state, u.checked_on, u.checked_by, u.approved_on, u.approved_by, u.pay_by, u.paid_on, u.document_no
from care_site_subsidy u where u.state in ('approved', 'paid');
drop table care_site_subsidy;
