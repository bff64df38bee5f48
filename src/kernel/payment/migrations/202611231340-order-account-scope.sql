-- 先比地区（便宜），再看能不能看见这个人：批量生成名单时不必逐行查人员。
drop policy payout_account_scope on payout_account;
create policy payout_account_scope on payout_account using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or exists (select 1 from person p where p.id = payout_account.person_id));
