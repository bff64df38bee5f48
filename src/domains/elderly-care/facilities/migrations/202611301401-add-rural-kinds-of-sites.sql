-- 农村养老的另外三种形式：互助养老中心户、乡村养老合作社、田园养老综合体
alter table care_site drop constraint care_site_kind;
alter table care_site add constraint care_site_kind check (kind in ('urban-centre', 'day-care', 'mutual-aid', 'happiness-home', 'integrated', 'canteen',
  'host-household', 'cooperative', 'pastoral'));
