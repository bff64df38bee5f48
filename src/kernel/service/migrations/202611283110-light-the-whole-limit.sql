-- 全部手续的时限和本环节的一样有黄、红、超期：两个时限里先到的一个管清单的次序和灯。
-- 升级时在办的件，黄、红两天到下一步办理时补上；超期从升级时起就看得到。
alter table service_case
  add column total_amber_on date,
  add column total_red_on date,
  add column ends_on date not null generated always as (least(due_on, total_due_on)) stored;
comment on column service_case.due_on is '本环节的期限';
comment on column service_case.total_due_on is '全部手续的期限';
comment on column service_case.ends_on is '两个时限里先到的一个';

-- 待办：先到期的在前
drop index service_case_work_d9, service_case_work_d6, service_case_work_d4,
  service_case_open_division, service_case_open_d9, service_case_open_d6, service_case_open_d4;
create index service_case_work_d9 on service_case (d9, holder, ends_on, id) where closed_at is null;
create index service_case_work_d6 on service_case (d6, holder, ends_on, id) where closed_at is null;
create index service_case_work_d4 on service_case (d4, holder, ends_on, id) where closed_at is null;
create index service_case_open_division on service_case (division, ends_on, id) where closed_at is null;
create index service_case_open_d9 on service_case (d9, ends_on, id) where closed_at is null;
create index service_case_open_d6 on service_case (d6, ends_on, id) where closed_at is null;
create index service_case_open_d4 on service_case (d4, ends_on, id) where closed_at is null;
create index service_case_total_alert on service_case (coalesce(total_amber_on, total_due_on + 1)) where closed_at is null and total_due_on is not null;

-- 两个时限各提醒各的
alter table case_alert add column clock text collate "C" not null default 'step';
alter table case_alert alter column clock drop default,
  add constraint case_alert_clock check (clock in ('step', 'total')),
  drop constraint case_alert_pkey,
  add constraint case_alert_pkey primary key (case_id, clock, seq, level);
comment on table case_alert is '时限提醒：本环节和全部手续各自的时限，每一步每一级只提醒一次';
