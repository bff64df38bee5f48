-- 申报的金额、抽查用的承诺和号码、批准不改
create trigger home_care_settlement_stays before update on home_care_settlement for each row
  execute function written_stays('provider_id', 'month', 'digest', 'beacon', 'lines', 'filed_fen', 'filed_at', 'filed_by', 'approved_at', 'approved_by', 'document_id');
-- 申报的每一条也不改
create trigger home_care_settlement_line_stays before update on home_care_settlement_line for each row
  execute function written_stays('fen', 'flags');
