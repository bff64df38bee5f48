-- 要申请人补材料、说明、答复的最后一天，写在办件上：开始时告诉一次，到期前三天再提醒一次。
alter table service_case add column answer_by date, add column answer_reminded_on date;
comment on column service_case.answer_by is '这一步里申请人补交、说明或答复的最后一天；空：没有要他做的';
comment on column service_case.answer_reminded_on is '到期前提醒过的日子';
create index service_case_answer on service_case (answer_by, id) where closed_at is null and answer_reminded_on is null and answer_by is not null;
