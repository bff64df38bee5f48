-- 退回、异议以后当天可以重新公示：同一办件同一种公示同时只有一份在公示，不再按张贴日期限制。
-- 以前重新公示时旧的一份没有撤下，只留最后一份。
update public_notice n set withdrawn_on = n.ends_on
where withdrawn_on is null and exists (
  select 1 from public_notice m where m.case_id = n.case_id and m.kind = n.kind and (m.posted_on, m.id) > (n.posted_on, n.id));
alter table public_notice drop constraint public_notice_once;
create unique index public_notice_running on public_notice (case_id, kind) where withdrawn_on is null;
