-- 户籍在本县以内迁移：办件、待遇、供养档案和家庭的附属记录跟到迁入的村（社区）。
do $$
declare t text[];
begin
  foreach t slice 1 in array array[
    ['service_case', 'verification_request', 'case_id'],
    ['verification_request', 'verification_discrepancy', 'verification_id'],
    ['service_case', 'auxiliary_reading', 'case_id'],
    ['service_case', 'temporary_aid', 'case_id'],
    ['service_case', 'temporary_aid_stage', 'case_id'],
    ['service_case', 'needs_assessment', 'case_id'],
    ['service_case', 'referral', 'case_id'],
    ['service_case', 'case_conference', 'case_id'],
    ['service_case', 'tekun_spot_check', 'case_id'],
    ['service_case', 'tekun_funeral', 'case_id'],
    ['service_case', 'benefit_review', 'case_id'],
    ['entitlement', 'benefit_review_plan', 'entitlement_id'],
    ['entitlement', 'benefit_move', 'new_entitlement_id'],
    ['assistance_recognition', 'benefit_move', 'recognition_id'],
    ['household', 'family_newcomer', 'household_id'],
    ['tekun_profile', 'tekun_assessment', 'profile_id'],
    ['tekun_profile', 'tekun_agreement', 'profile_id'],
    ['tekun_profile', 'tekun_wish', 'profile_id'],
    ['tekun_profile', 'tekun_visit', 'profile_id']
  ] loop
    execute format('create trigger %I after update of division on %I
      for each row when (old.division is distinct from new.division) execute function follow_division(%L, %L)',
      t[1] || '_moves_' || t[2], t[1], t[2], t[3]);
  end loop;
end $$;
