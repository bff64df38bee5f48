select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 在办件按乡镇（街道）、办理流程和最晚一天计数，给驾驶舱和地图：办件开了、结了、换了地方或期限，就追加一行正负数；后台任务把同一格的几行并成一行。
-- 只追加，所以两件同时办不互相等待；任何时候各行之和就是在办的件数。
create table open_work (
  id bigint generated always as identity,
  division text collate "C" not null,
  flow text collate "C" not null,
  ends_on date not null,
  cases integer not null,
  constraint open_work_pkey primary key (id),
  constraint open_work_division_code check (division ~ '^[0-9]{12}$'),
  constraint open_work_cases check (cases <> 0)
);
comment on table open_work is '在办件的计数：乡镇、流程、最晚一天、件数（增减），各行之和为现有件数；流程分开，因为保密的流程不是人人数得到';
create index open_work_place on open_work (division, flow, ends_on);
alter table open_work enable row level security;
create policy open_work_scope on open_work using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('open_work', 'division', '区划变更时办件跟着走，每一件都在这里减一行、加一行');
insert into open_work (division, flow, ends_on, cases)
  select left(division, 9) || '000', flow, ends_on, count(*) from service_case where closed_at is null group by 1, 2, 3;

create function count_open_work() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'UPDATE' and old.closed_at is null then
    insert into open_work (division, flow, ends_on, cases) values (left(old.division, 9) || '000', old.flow, old.ends_on, -1);
  end if;
  if new.closed_at is null then
    insert into open_work (division, flow, ends_on, cases) values (left(new.division, 9) || '000', new.flow, new.ends_on, 1);
  end if;
  return null;
end $$;
create trigger service_case_opened after insert on service_case
  for each row when (new.closed_at is null) execute function count_open_work();
create trigger service_case_counted after update on service_case
  for each row when ((old.closed_at is null, old.division, old.flow, old.ends_on) is distinct from (new.closed_at is null, new.division, new.flow, new.ends_on))
  execute function count_open_work();
