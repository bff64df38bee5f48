-- 县里登记的收款单位，本县各乡镇都能选到（payee_read）；改由它收款时，也要看得见它的账户。更正账户的还是登记的那一级。
create policy payout_account_unit on payout_account for select using (
  payee_id is not null and division = (select left(nullif(current_setting('app.lo', true), ''), 6) || '000000'));
