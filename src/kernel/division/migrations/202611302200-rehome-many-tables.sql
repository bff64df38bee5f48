-- 一次多处理几张表，最多一秒：找出记着区划的列要读整个系统目录，四百来列每列读一遍太慢。换了记录的那张表仍独自成一个事务：断电不丢，也不锁住许多张大表。
create or replace function rehome_next(wanted uuid, at timestamptz) returns text
  language plpgsql security definer set search_path from current as $$
declare
  change division_change;
  r record;
  m record;
  row_at tid;
  n bigint;
  moved bigint;
  stayed bigint;
  also text;
  last text;
  started timestamptz := clock_timestamp();
begin
  select * into change from division_change c where c.id = wanted and c.took_effect_at is not null for update;
  if change.id is null then
    raise exception 'no change in effect %', wanted;
  end if;
  for r in select d.table_name as t, d.column_name as c from division_columns() d
    where not exists (select from division_rehoming g where g.change_id = wanted and g.table_name = d.table_name and g.column_name = d.column_name) limit 50 loop
    moved := 0;
    stayed := 0;
    also := case when r.c = 'division' and exists (select from pg_attribute a where a.attrelid = to_regclass(format('%I', r.t)) and a.attname = 'former_division')
      then ', former_division = coalesce(former_division, division)' else '' end;
    for m in select x."from" as old, max(x."to") as new from jsonb_to_recordset(change.successions) as x("from" text, "to" text)
      group by x."from" having count(*) = 1 loop
      begin
        execute format('update %I set %I = $2%s where %I = $1', r.t, r.c, also, r.c) using m.old, m.new;
        get diagnostics n = row_count;
        moved := moved + n;
      exception when unique_violation or exclusion_violation or check_violation or insufficient_privilege or raise_exception then
        for row_at in execute format('select ctid from %I where %I = $1', r.t, r.c) using m.old loop
          begin
            execute format('update %I set %I = $2%s where ctid = $1', r.t, r.c, also) using row_at, m.new;
            moved := moved + 1;
          exception when unique_violation or exclusion_violation or check_violation or insufficient_privilege or raise_exception then
            stayed := stayed + 1;
          end;
        end loop;
      end;
    end loop;
    insert into division_rehoming values (wanted, r.t, r.c, moved, stayed, at);
    last := r.t || '.' || r.c;
    exit when moved > 0 or clock_timestamp() - started > interval '1 second';
  end loop;
  return last;
end $$;
