select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 每月发放到账的县、市合计：明细一动就把那个月记下来，由后台任务重新数；没数完以前照明细现数，所以看到的总是明细的合计。
create table payment_figure (
  month text collate "C" not null,
  division text collate "C" not null,
  persons integer not null,
  households integer not null,
  sum_fen bigint not null,
  constraint payment_figure_pkey primary key (month, division),
  constraint payment_figure_division_code check (division ~ '^[0-9]{12}$'),
  constraint payment_figure_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint payment_figure_counts check (persons >= 0 and households > 0 and sum_fen > 0)
);
comment on table payment_figure is '每月发放到账的县、市合计（留存的计数，可由发放明细重新数出）';
alter table payment_figure enable row level security;
create policy payment_figure_scope on payment_figure using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('payment_figure', 'division', '区划变更时发放明细跟着走，合计随后按明细重新数');

-- 只追加、不去重：另一笔还没提交的发放记下的月份，不会被正在数的任务一起勾销。
create table payment_figure_stale (
  id bigint generated always as identity,
  month text collate "C" not null,
  constraint payment_figure_stale_pkey primary key (id)
);
comment on table payment_figure_stale is '发放明细有变动、合计要重新数的月份';
create index payment_figure_stale_month on payment_figure_stale (month);
insert into payment_figure_stale (month) select distinct month from payment_line where state = 'paid';

create function payment_figure_new() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into payment_figure_stale (month) select distinct month from after where state = 'paid';
  return null;
end $$;
create trigger payment_line_figure_new after insert on payment_line
  referencing new table as after for each statement execute function payment_figure_new();

create function payment_figure_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into payment_figure_stale (month)
    select month from before where state = 'paid' union select month from after where state = 'paid';
  return null;
end $$;
create trigger payment_line_figure_changed after update on payment_line
  referencing old table as before new table as after for each statement execute function payment_figure_changed();

-- 到账的人数是明细所属待遇在那个月的成员：成员变了，已发的月份也要重新数。
create function payment_figure_members() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into payment_figure_stale (month)
    select distinct l.month from after m join payment_line l on l.entitlement_id = m.entitlement_id where l.state = 'paid';
  return null;
end $$;
create trigger entitlement_member_figure_new after insert on entitlement_member
  referencing new table as after for each statement execute function payment_figure_members();
create trigger entitlement_member_figure_changed after update on entitlement_member
  referencing new table as after for each statement execute function payment_figure_members();
