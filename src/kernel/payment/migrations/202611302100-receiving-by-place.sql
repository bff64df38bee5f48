select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 以前一户变动，整个月全市都要重新数；现在记到项目和地方：别处读留存的，只有变动的地方照待遇现数。
delete from receiving_stale;
delete from receiving_month;
delete from receiving_figure;
alter table receiving_stale
  add column programme text collate "C" not null,
  add column division text collate "C" not null;
create index receiving_stale_place on receiving_stale (programme, division);
comment on table receiving_stale is '待遇有变动、享受人数要重新数的项目、地方和月份';
alter table receiving_stale enable row level security;
create policy receiving_stale_scope on receiving_stale using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('receiving_stale', 'division', '区划变更时待遇跟着走，新旧两个地方都已记下');

drop trigger entitlement_member_receiving_new on entitlement_member;

create or replace function receiving_new() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (programme, division, months) select distinct programme, division, months from after where not isempty(months);
  return null;
end $$;

create function receiving_member_new() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (programme, division, months)
    select distinct e.programme, e.division, a.months from after a join entitlement e on e.id = a.entitlement_id where not isempty(a.months);
  return null;
end $$;

create or replace function receiving_entitlement_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (programme, division, months)
    select distinct d.programme, d.division, d.months from before b join after a on a.id = b.id
      cross join lateral (
        select a.programme, a.division, unnest((int4multirange(a.months) - int4multirange(b.months)) + (int4multirange(b.months) - int4multirange(a.months))) as months
          where (a.programme, a.division, a.household_id) = (b.programme, b.division, b.household_id)
        union all
        select w.programme, w.division, w.months from (values (a.programme, a.division, a.months), (b.programme, b.division, b.months)) w (programme, division, months)
          where (a.programme, a.division, a.household_id) <> (b.programme, b.division, b.household_id) and not isempty(w.months)) d;
  return null;
end $$;

create or replace function receiving_member_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (programme, division, months)
    select distinct e.programme, e.division, d.months
    from before b full join after a on (a.entitlement_id, a.person_id, a.from_month) = (b.entitlement_id, b.person_id, b.from_month)
      join entitlement e on e.id = coalesce(a.entitlement_id, b.entitlement_id)
      cross join lateral unnest(case when a.months is null then int4multirange(b.months) when b.months is null then int4multirange(a.months)
        else (int4multirange(a.months) - int4multirange(b.months)) + (int4multirange(b.months) - int4multirange(a.months)) end) as d (months);
  return null;
end $$;

create or replace function receiving_household_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into receiving_stale (programme, division, months)
    select distinct e.programme, e.division, e.months from before b join after a on a.id = b.id join entitlement e on e.household_id = a.id
    where a.urban_rural is distinct from b.urban_rural and not isempty(e.months);
  return null;
end $$;

create trigger entitlement_member_receiving_new after insert on entitlement_member
  referencing new table as after for each statement execute function receiving_member_new();
