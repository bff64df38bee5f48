-- 派单的人不能自己验收。由派单人自己验收、还没有结算的，退回待验收，由另一人重新验收。
update service_task set state = 'reported', judged_on = null, judged_by = null, judged_name = null, reason = null, draw_id = null, drawn = false, call_back = null, called_on = null, called_by = null
  where judged_by = assigned_by and settlement_id is null;
alter table service_task add constraint service_task_two_persons check (judged_by <> assigned_by) not valid;
