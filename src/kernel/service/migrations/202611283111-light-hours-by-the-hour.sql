-- 以小时计的时限（急难先行救助）按时刻变黄、变红，不从第一分钟起就红。
alter table service_case add column amber_at timestamptz, add column red_at timestamptz;
comment on column service_case.amber_at is '以小时计的时限用去七成的时刻；按天计的为空';
comment on column service_case.red_at is '以小时计的时限用去九成的时刻；按天计的为空';
update service_case set amber_at = submitted_at + (due_at - submitted_at) * 0.7, red_at = submitted_at + (due_at - submitted_at) * 0.9
  where due_at is not null and closed_at is null;
update service_case set amber_on = (amber_at at time zone 'Asia/Shanghai')::date, red_on = (red_at at time zone 'Asia/Shanghai')::date
  where amber_at is not null;
