-- 派单台要找到等着办的单，不论是哪一天的：没有受理、没有人接、有异议、等电话回访。
create index home_care_order_waits on home_care_order (planned_start)
  where state in ('submitted', 'disputed') or (state = 'to-verify' and next_at is null) or (state = 'accepted' and needs_dispatcher);
