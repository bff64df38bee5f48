-- 账单的月份、合计不改；错了的收回重出
create trigger care_bill_stays before update on care_bill for each row
  execute function written_stays('month', 'total_fen', 'issued_on', 'issued_at', 'issued_by');
