select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 已经批准的区划变更：到生效日起作用。城市资料里的区划是起点，往后每一天的区划由起点和这些变更推出来。
create table division_change (
  id uuid not null,
  division text collate "C" not null,
  effective_on date not null,
  approved_on date not null,
  approver text not null,
  document_no text not null,
  retroactive_reason text not null default '',
  content jsonb not null,
  successions jsonb not null default '[]',
  recorded_at timestamptz not null,
  recorded_by text not null,
  took_effect_at timestamptz,
  rehomed_at timestamptz,
  constraint division_change_pkey primary key (id),
  constraint division_change_division_code check (division ~ '^[0-9]{12}$'),
  constraint division_change_document check (document_no <> ''),
  constraint division_change_retroactive check (effective_on >= approved_on or retroactive_reason <> '')
);
comment on table division_change is '已批准的区划变更：批准文号、生效日期、撤了什么立了什么、各归到哪里';
create index division_change_open on division_change (effective_on, id) where rehomed_at is null;
revoke delete on division_change from {{app}};

-- 批准了的是公开的；只有管得到的才能录。
alter table division_change enable row level security;
create policy division_change_read on division_change for select using (true);
create policy division_change_write on division_change using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 不跟着换代码的：记的是当时。写在迁移里，应用账号改不了。
create table division_kept (
  table_name text not null,
  column_name text not null,
  reason text not null,
  constraint division_kept_pkey primary key (table_name, column_name)
);
comment on table division_kept is '不跟着区划变更换代码的列，和为什么';
revoke insert, update, delete on division_kept from {{app}};
insert into division_kept (table_name, column_name, reason) values
  ('division_change', 'division', '变更本身'),
  ('audit_log', 'division', '审计记录封存，记当时的地区'),
  ('person_search', 'division', '随人员自动更新'),
  ('parameter', 'division', '标准记当时的地区，以前的决定要照原样重算；乡镇自定的标准须按新代码另行发布'),
  ('holiday', 'division', '只有市、县有');

-- 原来的代码：跟着换了以后仍看得出办件当时在哪里。
alter table service_case add column former_division text collate "C";
comment on column service_case.former_division is '受理时的区划代码；空：没有变过';

-- 记着区划的列，一张表一列；新加的表自然在内。
create function division_columns() returns table (table_name text, column_name text)
  language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select c.relname::text, a.attname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = (select n.oid from pg_namespace n where n.nspname = current_schema()) and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.atttypid = 'text'::regtype
      and a.attname ~ '^((|.*_)division|township)$' and a.attname <> 'former_division'
      and not exists (select from division_kept k where k.table_name = c.relname and k.column_name = a.attname)
    order by c.relname collate "C", a.attname collate "C";
end $$;

-- 影响分析：这些代码下各有多少条记录。只数，不读内容；只数本人管得到的地区。
create function division_usage(codes text[]) returns table (table_name text, zh text, rows bigint)
  language plpgsql stable security definer set search_path from current as $$
declare
  r record;
  n bigint;
  seen text[] := array(select c from unnest(codes) c
    where c >= nullif(current_setting('app.lo', true), '') and c < nullif(current_setting('app.hi', true), ''));
begin
  for r in select d.table_name as t, d.column_name as c from division_columns() d loop
    execute format('select count(*) from %I where %I = any($1)', r.t, r.c) into n using seen;
    if n > 0 then
      return query select r.t, split_part(coalesce(obj_description(to_regclass(format('%I', r.t)), 'pg_class'), r.t), '：', 1), n;
    end if;
  end loop;
end $$;

-- 归属：生效以后，一张表一次，把归到唯一一处的记录换到那里；一分为几的不动，等人来指定。撞上数据库只许有一条的、已经封存不许改的（锁定的报表、制发的文书），留在原处并报出来。
create table division_rehoming (
  change_id uuid not null,
  table_name text not null,
  column_name text not null,
  moved bigint not null,
  left_rows bigint not null,
  done_at timestamptz not null,
  constraint division_rehoming_pkey primary key (change_id, table_name, column_name),
  constraint division_rehoming_change_fkey foreign key (change_id) references division_change (id)
);
comment on table division_rehoming is '区划变更后各表记录的归属：换了几条，留下几条';
revoke insert, update, delete on division_rehoming from {{app}};

-- 做下一张表；没有了返回空。
create function rehome_next(wanted uuid, at timestamptz) returns text
  language plpgsql security definer set search_path from current as $$
declare
  change division_change;
  r record;
  m record;
  row_at tid;
  n bigint;
  moved bigint := 0;
  stayed bigint := 0;
  also text;
begin
  select * into change from division_change c where c.id = wanted and c.took_effect_at is not null for update;
  if change.id is null then
    raise exception 'no change in effect %', wanted;
  end if;
  select d.table_name as t, d.column_name as c into r from division_columns() d
    where not exists (select from division_rehoming g where g.change_id = wanted and g.table_name = d.table_name and g.column_name = d.column_name) limit 1;
  if r.t is null then
    return null;
  end if;
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
  return r.t || '.' || r.c;
end $$;
revoke execute on function division_columns(), division_usage(text[]), rehome_next(uuid, timestamptz) from public;
grant execute on function division_usage(text[]), rehome_next(uuid, timestamptz) to {{app}};
