select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 某月享受某项待遇的家庭和人，按地方、城乡：待遇、成员、家庭的城乡一动就记下哪些月份要重新数，由后台任务数；没数完以前照待遇现数，所以看到的总是待遇的合计。
create table receiving_figure (
  programme text collate "C" not null,
  month text collate "C" not null,
  division text collate "C" not null,
  urban_rural text collate "C" not null,
  households integer not null,
  persons integer not null,
  constraint receiving_figure_pkey primary key (month, programme, urban_rural, division),
  constraint receiving_figure_division_code check (division ~ '^[0-9]{12}$'),
  constraint receiving_figure_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint receiving_figure_counts check (households > 0 and persons >= 0)
);
comment on table receiving_figure is '每月享受待遇的家庭数、人数（留存的计数，可由待遇重新数出）';
alter table receiving_figure enable row level security;
create policy receiving_figure_scope on receiving_figure using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('receiving_figure', 'division', '区划变更时待遇跟着走，计数随后按待遇重新数');

create table receiving_month (
  month text collate "C" not null,
  constraint receiving_month_pkey primary key (month)
);
comment on table receiving_month is '享受人数已经数好的月份';

-- 只追加：另一笔还没提交的变动，不会被正在数的任务一起勾销。
create table receiving_stale (
  id bigint generated always as identity,
  months int4range not null,
  constraint receiving_stale_pkey primary key (id),
  constraint receiving_stale_some check (not isempty(months))
);
comment on table receiving_stale is '待遇有变动、享受人数要重新数的月份';

create function receiving_new() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (months) select distinct months from after where not isempty(months);
  return null;
end $$;

-- 只是起止月份变了的，只有变的那几个月要重新数；换了地方、家庭、项目、人的，前后都要。
create function receiving_entitlement_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (months)
    select distinct d.months from before b join after a on a.id = b.id
      cross join lateral unnest(case when (a.programme, a.division, a.household_id) = (b.programme, b.division, b.household_id)
        then (int4multirange(a.months) - int4multirange(b.months)) + (int4multirange(b.months) - int4multirange(a.months))
        else int4multirange(a.months, b.months) end) as d (months);
  return null;
end $$;

create function receiving_member_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (months)
    select distinct d.months
    from before b full join after a on (a.entitlement_id, a.person_id, a.from_month) = (b.entitlement_id, b.person_id, b.from_month)
      cross join lateral unnest(case when a.months is null then int4multirange(b.months) when b.months is null then int4multirange(a.months)
        else (int4multirange(a.months) - int4multirange(b.months)) + (int4multirange(b.months) - int4multirange(a.months)) end) as d (months);
  return null;
end $$;

create function receiving_household_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (months)
    select distinct e.months from before b join after a on a.id = b.id join entitlement e on e.household_id = a.id
    where a.urban_rural is distinct from b.urban_rural and not isempty(e.months);
  return null;
end $$;

create trigger entitlement_receiving_new after insert on entitlement
  referencing new table as after for each statement execute function receiving_new();
create trigger entitlement_receiving_changed after update on entitlement
  referencing old table as before new table as after for each statement execute function receiving_entitlement_changed();
create trigger entitlement_member_receiving_new after insert on entitlement_member
  referencing new table as after for each statement execute function receiving_new();
create trigger entitlement_member_receiving_changed after update on entitlement_member
  referencing old table as before new table as after for each statement execute function receiving_member_changed();
create trigger household_receiving_changed after update on household
  referencing old table as before new table as after for each statement execute function receiving_household_changed();
