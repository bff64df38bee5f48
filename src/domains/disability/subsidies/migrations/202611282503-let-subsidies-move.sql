-- 户籍在本县以内迁移：两项补贴、辅具和康复的记录跟着待遇和办件到迁入的村（社区）。
do $$
declare t text[];
begin
  foreach t slice 1 in array array[
    ['entitlement', 'subsidy_award', 'entitlement_id'],
    ['service_case', 'subsidy_invitation', 'case_id'],
    ['service_case', 'device_allocation', 'case_id'],
    ['service_case', 'rehab_case', 'case_id'],
    ['service_case', 'rehab_session', 'case_id']
  ] loop
    execute format('create trigger %I after update of division on %I
      for each row when (old.division is distinct from new.division) execute function follow_division(%L, %L)',
      t[1] || '_moves_' || t[2], t[1], t[2], t[3]);
  end loop;
end $$;
