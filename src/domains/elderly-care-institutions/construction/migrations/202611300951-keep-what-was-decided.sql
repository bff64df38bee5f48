-- 核过的金额、批准、拨付、退回不改（登记错了的停用可以改回来，各期的核可以重来）
create trigger care_build_stays before update on care_build for each row
  execute function written_stays('self_beds', 'leased_beds', 'recorded_on', 'applied_on', 'checked_on', 'checked_by', 'nursing_beds', 'counted_beds', 'amount_fen', 'basis', 'notice_to',
    'approved_on', 'approved_by', 'first_paid_on');
create trigger care_build_part_stays before update on care_build_part for each row
  execute function written_stays('amount_fen', 'due_from', 'paid_on', 'document_no');
create trigger care_build_claim_stays before update on care_build_claim for each row
  execute function written_stays('full_months', 'promised_months', 'paid_fen', 'amount_fen', 'decided_on', 'decided_by', 'decision', 'return_by');
create trigger care_insurance_subsidy_stays before update on care_insurance_subsidy for each row
  execute function written_stays('applied_on', 'checked_on', 'checked_by', 'counted_beds', 'amount_fen', 'approved_on', 'approved_by', 'paid_on', 'document_no');
create trigger care_insurance_claim_stays before update on care_insurance_claim for each row
  execute function written_stays('happened_on', 'reported_on', 'report_no', 'surveyed_on', 'survey', 'settled_on', 'paid_fen', 'refused_why');
create trigger care_penalty_stays before update on care_penalty for each row
  execute function written_stays('facts', 'opened_on', 'lead_id', 'second_id', 'record', 'recorded_on', 'kinds', 'fine_fen', 'basis', 'noticed_on', 'say_by', 'may_hear', 'hearing_asked_on',
    'heard', 'heard_on', 'decided_on', 'decided_by', 'decided_kinds', 'decided_fen', 'answer', 'document_no', 'published_on', 'paid_on', 'voucher');
