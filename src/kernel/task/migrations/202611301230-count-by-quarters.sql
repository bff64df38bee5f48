-- 每季度一次：慢性病随访
alter table task_plan drop constraint task_plan_cadence;
alter table task_plan add constraint task_plan_cadence check (cadence in ('week', 'twice-a-month', 'month', 'quarter'));
