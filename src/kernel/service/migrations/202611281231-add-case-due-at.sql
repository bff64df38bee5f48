-- 以小时计的时限（急难先行救助）到点为止，不顺延；按天计的为空。
alter table service_case add column due_at timestamptz;
comment on column service_case.due_at is '以小时计的时限到期的时刻；due_on 是它所在的日子';
