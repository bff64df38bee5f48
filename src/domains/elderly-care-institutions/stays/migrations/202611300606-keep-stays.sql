-- 入住、离开的日子写下以后不改：账单、补贴、入住率按它算
create trigger care_stay_stays before update on care_stay for each row
  execute function written_stays('from_on', 'trial_to', 'to_on', 'ended', 'end_reason', 'refund_due');
-- 请假从哪天起、什么时候报备的不改：餐费按它算
create trigger care_leave_stays before update on care_leave for each row
  execute function written_stays('kind', 'from_on', 'noticed_at', 'recorded_by');
