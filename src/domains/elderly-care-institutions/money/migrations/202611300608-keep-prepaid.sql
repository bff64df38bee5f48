-- 预收的金额、月数不改，只退一次
create trigger care_prepaid_stays before update on care_prepaid for each row
  execute function written_stays('kind', 'amount_fen', 'months', 'from_month', 'signed_on', 'contract_no', 'refunded_on', 'refunded_fen');
