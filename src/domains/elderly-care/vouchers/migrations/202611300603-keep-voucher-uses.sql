-- 核销以后金额、日期不改，冲正只有一次
create trigger care_voucher_use_stays before update on care_voucher_use for each row
  execute function written_stays('outlet_id', 'service_on', 'payable_fen', 'deducted_fen', 'verified_at', 'verified_by', 'reversed_at', 'reversed_by', 'reversed_to');
