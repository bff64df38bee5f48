select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 各地方六十岁以上的人数，每天数一次：一地有人登记、迁走、去世、合并，就记下这个地方要重新数；没数完以前照人口现数，所以看到的总是人口的合计。
create table older_figure (
  division text collate "C" not null,
  persons integer not null,
  constraint older_figure_pkey primary key (division),
  constraint older_figure_division_code check (division ~ '^[0-9]{12}$'),
  constraint older_figure_persons check (persons > 0)
);
comment on table older_figure is '各地方六十岁以上的人数（留存的计数，可由人口重新数出）';
alter table older_figure enable row level security;
create policy older_figure_scope on older_figure using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('older_figure', 'division', '区划变更时人跟着走，计数随后按人口重新数');

create table older_day (
  counted_on date not null,
  constraint older_day_pkey primary key (counted_on)
);
comment on table older_day is '老年人数是哪一天数的';

-- 只追加：另一笔还没提交的变动，不会被正在数的任务一起勾销。
create table older_stale (
  id bigint generated always as identity,
  division text collate "C" not null,
  constraint older_stale_pkey primary key (id)
);
comment on table older_stale is '人口有变动、老年人数要重新数的地方';
alter table older_stale enable row level security;
create policy older_stale_scope on older_stale using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values
  ('older_stale', 'division', '区划变更时人跟着走，新旧两个地方都已记下');

create function older_new() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into older_stale (division) select distinct division from after;
  return null;
end $$;

create function older_changed() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into older_stale (division)
    select distinct d.division from before b join after a on a.id = b.id cross join lateral unnest(array[a.division, b.division]) d (division)
    where (a.division, a.life_state, a.birth_date, a.merged_into) is distinct from (b.division, b.life_state, b.birth_date, b.merged_into);
  return null;
end $$;

create trigger person_older_new after insert on person
  referencing new table as after for each statement execute function older_new();
create trigger person_older_changed after update on person
  referencing old table as before new table as after for each statement execute function older_changed();
