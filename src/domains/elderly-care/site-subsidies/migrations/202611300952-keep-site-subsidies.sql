-- 核过的金额、批准、拨付不改
create trigger care_site_subsidy_stays before update on care_site_subsidy for each row
  execute function written_stays('purpose', 'year', 'applied_on', 'checked_on', 'checked_by', 'basis', 'amount_fen', 'notice_to', 'approved_on', 'approved_by', 'paid_on', 'document_no');
