-- Owner functions must not find a caller's temporary table of the same name first.
select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 合并可以撤销：合并时搬动的每一条记录记下主键，撤销时按相反的次序搬回去。加的列都是空的，不重写大表。
alter table person_merge add column mark uuid;
alter table person_merge add column memberships jsonb;
alter table person_merge add column facts uuid[];
alter table person_merge add column number_fault text collate "C";
alter table person_merge add column proof uuid;
comment on column person_merge.mark is '确认时取的编号：比它大的记录是合并以后新立的；空：确认得早，没有留下搬动的记录';
comment on column person_merge.memberships is '换了人的家庭成员记录：原来的、新的、是不是户主';
comment on column person_merge.facts is '跟到保留的一份的事实';
comment on column person_merge.number_fault is '并掉的居民身份证号码为什么不用了；空：并掉的一份没有居民身份证号码';
alter table person_merge add constraint person_merge_number_fault check (number_fault in ('wrong', 'corrected', 'cancelled'));
alter table person_merge add constraint person_merge_proof check ((number_fault is null) = (proof is null));
alter table person_merge drop constraint person_merge_state;
alter table person_merge add constraint person_merge_state check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn', 'undone'));

create table person_merge_move (
  merge_id uuid not null,
  no integer not null,
  table_name text not null,
  column_name text not null,
  also text,
  keys jsonb not null,
  constraint person_merge_move_pkey primary key (merge_id, no),
  constraint person_merge_move_merge_fkey foreign key (merge_id) references person_merge (id)
);
comment on table person_merge_move is '合并时搬动的记录：哪张表、哪一列，搬过去以后的主键';
revoke insert, update, delete on person_merge_move from {{app}};

create table person_unmerge (
  id uuid not null,
  merge_id uuid not null,
  division text collate "C" not null,
  paper text not null,
  -- 合并以后新立的、属于恢复出来的那一份的。
  cases uuid[] not null,
  entitlements uuid[] not null,
  state text collate "C" not null default 'proposed',
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposed_name text not null,
  decided_at timestamptz,
  decided_on date,
  decided_by text,
  decided_name text,
  note text,
  constraint person_unmerge_pkey primary key (id),
  constraint person_unmerge_merge_fkey foreign key (merge_id) references person_merge (id),
  constraint person_unmerge_division_code check (division ~ '^[0-9]{12}$'),
  constraint person_unmerge_state check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
  constraint person_unmerge_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_on is null)),
  constraint person_unmerge_two_persons check (state in ('proposed', 'withdrawn') or decided_by <> proposed_by)
);
comment on table person_unmerge is '撤销合并：提出人与确认人不得为同一人；没有确认以前可以撤回';
create unique index person_unmerge_open on person_unmerge (merge_id) where state = 'proposed';
revoke delete on person_unmerge from {{app}};
alter table person_unmerge enable row level security;
create policy person_unmerge_scope on person_unmerge using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 一张表的主键列，按次序。
create function key_columns(of_table text) returns table (name text, type text)
  language sql stable set search_path from current as $$
  select a.attname::text, format_type(a.atttypid, a.atttypmod) from pg_index i
    cross join lateral unnest(i.indkey) with ordinality k(attnum, at)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where i.indrelid = to_regclass(quote_ident(of_table)) and i.indisprimary order by k.at
$$;

-- 与 202611291402 相同，另把搬动的每一条记下来。
create or replace function merge_person(wanted uuid) returns uuid[]
  language plpgsql security definer set search_path from current as $$
declare
  m person_merge;
  r person_reference;
  stay uuid[];
  which text;
  change text;
  key text;
  keys jsonb;
  one jsonb;
  at tid;
  live boolean;
  what text;
  step integer := 0;
begin
  select * into m from person_merge where id = wanted and state = 'confirmed' and decided_by <> proposed_by
    and division >= nullif(current_setting('app.lo', true), '') and division < nullif(current_setting('app.hi', true), '');
  if m.id is null or exists (select from person where id in (m.survivor_id, m.merged_id) and merged_into is not null) then
    raise exception 'no confirmed merge %', wanted;
  end if;
  stay := array(select t.entitlement_id from entitlements_twice(m.survivor_id, m.merged_id) t);
  for r in select * from person_reference order by table_name collate "C", column_name collate "C" loop
    which := format('%I = $1', r.column_name) || coalesce(' and ' || r.within, '')
      || case when r.unit is null then '' else format(' and not coalesce(%I = any($4), false)', r.unit) end;
    change := format('%I = $2', r.column_name) || coalesce(', ' || r.also, '');
    key := (select 'jsonb_build_object(' || string_agg(format('%L, t.%I', name, name), ', ') || ')' from key_columns(r.table_name));
    keys := null;
    begin
      execute format('with moved as (update %I t set %s where %s returning %s as key) select jsonb_agg(moved.key) from moved', r.table_name, change, which, key)
        into keys using m.merged_id, m.survivor_id, m.decided_on, stay;
    exception when unique_violation or exclusion_violation or check_violation then
      -- One by one: what is over stays with the old file, what still runs stands against the merge.
      for at, live in execute format('select ctid, %s from %I where %s', r.live, r.table_name, which) using m.merged_id, m.survivor_id, m.decided_on, stay loop
        begin
          execute format('update %I t set %s where t.ctid = $5 returning %s', r.table_name, change, key)
            into one using m.merged_id, m.survivor_id, m.decided_on, stay, at;
          if one is not null then
            keys := coalesce(keys, '[]') || jsonb_build_array(one);
          end if;
        exception when unique_violation or exclusion_violation or check_violation then
          if live then
            what := coalesce(obj_description(to_regclass(format('%I', r.table_name)), 'pg_class'), r.table_name);
            raise exception using errcode = 'MZ001', message = split_part(what, '：', 1);
          end if;
        end;
      end loop;
    end;
    if keys is not null then
      step := step + 1;
      insert into person_merge_move values (m.id, step, r.table_name, r.column_name, r.also, keys);
    end if;
  end loop;
  with moved as (update draft t set person_id = m.survivor_id, owner_id = m.survivor_id::text where t.person_id = m.merged_id returning t.id)
    select jsonb_agg(jsonb_build_object('id', moved.id)) into keys from moved;
  if keys is not null then
    insert into person_merge_move values (m.id, step + 1, 'draft', 'person_id', 'owner_id = $2::text', keys);
  end if;
  update session set ended_at = clock_timestamp() where person_id = m.merged_id and ended_at is null;
  update person set merged_into = m.survivor_id, version = version + 1 where id = m.merged_id;
  return stay;
end $$;

-- 合并时跟过去的待遇、办件，连同指定归恢复出来的一份的：它们以后的记录也一起回去。
create function unmerge_units(wanted uuid, given_cases uuid[], given_entitlements uuid[]) returns table (cases uuid[], entitlements uuid[])
  language sql stable security definer set search_path from current as $$
  select
    given_cases || array(select (k->>'id')::uuid from person_merge_move v cross join lateral jsonb_array_elements(v.keys) k
      where v.merge_id = wanted and v.table_name = 'service_case' and v.column_name = 'applicant_person_id'),
    given_entitlements || array(select (k->>'id')::uuid from person_merge_move v cross join lateral jsonb_array_elements(v.keys) k
      where v.merge_id = wanted and v.table_name = 'entitlement' and v.column_name = 'person_id')
$$;

create function has_column(of_table text, wanted text) returns boolean
  language sql stable set search_path from current as $$
  select exists (select from pg_attribute a where a.attrelid = to_regclass(quote_ident(of_table)) and a.attname = wanted and a.attnum > 0 and not a.attisdropped)
$$;

-- 撤销一次合并会回去多少、合并以后新立的有多少留下，按表。
create function unmerge_counts(wanted uuid, given_cases uuid[], given_entitlements uuid[]) returns table (zh text, back bigint, stays bigint)
  language plpgsql stable security definer set search_path from current as $$
declare
  m person_merge;
  r person_reference;
  c uuid[];
  e uuid[];
  n bigint;
begin
  select * into m from person_merge where id = wanted and state = 'confirmed' and mark is not null
    and division >= nullif(current_setting('app.lo', true), '') and division < nullif(current_setting('app.hi', true), '');
  if m.id is null then
    return;
  end if;
  select u.cases, u.entitlements into c, e from unmerge_units(m.id, given_cases, given_entitlements) u;
  return query select split_part(coalesce(obj_description(to_regclass(quote_ident(v.table_name)), 'pg_class'), v.table_name), '：', 1), sum(jsonb_array_length(v.keys))::bigint, 0::bigint
    from person_merge_move v where v.merge_id = m.id group by v.table_name;
  for r in select * from person_reference order by table_name collate "C", column_name collate "C" loop
    if has_column(r.table_name, 'id') then
      execute format('select count(*) from %I where %I = $1 and id > $2', r.table_name, r.column_name)
        || case when r.unit is null then '' else format(' and not coalesce(%I = any($4), false)', r.unit) end
        || case when r.table_name = 'service_case' then ' and not id = any($3)' when has_column(r.table_name, 'case_id') then ' and not coalesce(case_id = any($3), false)' else '' end
        into n using m.survivor_id, m.mark, c, e;
      if n > 0 then
        zh := split_part(coalesce(obj_description(to_regclass(quote_ident(r.table_name)), 'pg_class'), r.table_name), '：', 1);
        back := 0;
        stays := n;
        return next;
      end if;
    end if;
  end loop;
end $$;

-- 只凭两人确认过的撤销搬回去：合并时搬动的每一条，回去的待遇和办件以后的记录，指定的几件。
create function unmerge_person(wanted uuid) returns void
  language plpgsql security definer set search_path from current as $$
declare
  u person_unmerge;
  m person_merge;
  v person_merge_move;
  r person_reference;
  c uuid[];
  e uuid[];
  target text;
  names text;
  cols text;
begin
  select * into u from person_unmerge where id = wanted and state = 'confirmed' and decided_by <> proposed_by
    and division >= nullif(current_setting('app.lo', true), '') and division < nullif(current_setting('app.hi', true), '');
  select * into m from person_merge where id = u.merge_id and state = 'confirmed' and mark is not null;
  if m.id is null or not exists (select from person a join person b on b.id = a.merged_into and b.merged_into is null where a.id = m.merged_id and b.id = m.survivor_id) then
    raise exception 'no merge to undo %', wanted;
  end if;
  select t.cases, t.entitlements into c, e from unmerge_units(m.id, u.cases, u.entitlements) t;
  update person set merged_into = null, version = version + 1 where id = m.merged_id;
  begin
    for v in select * from person_merge_move where merge_id = m.id order by no desc loop
      target := v.table_name;
      select string_agg(format('%I', name), ', '), string_agg(format('%I %s', name, type), ', ') into names, cols from key_columns(v.table_name);
      execute format('update %I set %I = $2%s where %I = $1 and (%s) in (select %s from jsonb_to_recordset($3) as k(%s))',
        v.table_name, v.column_name, coalesce(', ' || v.also, ''), v.column_name, names, names, cols) using m.survivor_id, m.merged_id, v.keys;
    end loop;
    target := 'service_case';
    update service_case set applicant_person_id = m.merged_id where id = any (u.cases) and applicant_person_id = m.survivor_id;
    target := 'case_person';
    update case_person set person_id = m.merged_id where case_id = any (u.cases) and person_id = m.survivor_id;
    target := 'case_event';
    update case_event set applicant_person_id = m.merged_id where case_id = any (c) and applicant_person_id = m.survivor_id;
    for r in select * from person_reference order by table_name collate "C", column_name collate "C" loop
      target := r.table_name;
      if r.unit is not null then
        execute format('update %I set %I = $2%s where %I = $1 and %I = any($3)', r.table_name, r.column_name, coalesce(', ' || r.also, ''), r.column_name, r.unit)
          using m.survivor_id, m.merged_id, e;
      end if;
      if has_column(r.table_name, 'id') and has_column(r.table_name, 'case_id') then
        execute format('update %I set %I = $2%s where %I = $1 and case_id = any($3) and id > $4', r.table_name, r.column_name, coalesce(', ' || r.also, ''), r.column_name)
          using m.survivor_id, m.merged_id, c, m.mark;
      end if;
    end loop;
  exception when unique_violation or exclusion_violation or check_violation then
    raise exception using errcode = 'MZ001', message = split_part(coalesce(obj_description(to_regclass(quote_ident(target)), 'pg_class'), target), '：', 1);
  end;
  update session set ended_at = clock_timestamp() where person_id = m.survivor_id and ended_at is null;
end $$;

revoke execute on function merge_person(uuid), unmerge_person(uuid), unmerge_counts(uuid, uuid[], uuid[]), unmerge_units(uuid, uuid[], uuid[]), key_columns(text), has_column(text, text) from public;
grant execute on function merge_person(uuid), unmerge_person(uuid), unmerge_counts(uuid, uuid[], uuid[]) to {{app}};
