-- Owner functions must not find a caller's temporary table of the same name first.
select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 两份档案并成一份：并掉的一份留下，只指向保留的一份；按它的编号、证件号码找到的都是保留的一份。
alter table person add column merged_into uuid;
alter table person add constraint person_merged_fkey foreign key (merged_into) references person (id);
alter table person add constraint person_merged_other check (merged_into <> id);
comment on column person.merged_into is '已并入的档案；空：没有并过';
create index person_merged on person (merged_into) where merged_into is not null;

create table person_merge (
  id uuid not null,
  survivor_id uuid not null,
  merged_id uuid not null,
  division text collate "C" not null,
  -- 凭什么说是同一人：户口簿、公安证明、本人当面核对……
  paper text not null,
  state text collate "C" not null default 'proposed',
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposed_name text not null,
  decided_at timestamptz,
  decided_on date,
  decided_by text,
  decided_name text,
  note text,
  constraint person_merge_pkey primary key (id),
  constraint person_merge_survivor_fkey foreign key (survivor_id) references person (id),
  constraint person_merge_merged_fkey foreign key (merged_id) references person (id),
  constraint person_merge_two_files check (survivor_id <> merged_id),
  constraint person_merge_division_code check (division ~ '^[0-9]{12}$'),
  constraint person_merge_state check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
  constraint person_merge_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_on is null)),
  constraint person_merge_two_persons check (state in ('proposed', 'withdrawn') or decided_by <> proposed_by)
);
comment on table person_merge is '两份档案合并：提出人与确认人不得为同一人；没有确认以前可以撤回';
create unique index person_merge_open_survivor on person_merge (survivor_id) where state = 'proposed';
create unique index person_merge_open_merged on person_merge (merged_id) where state = 'proposed';
create index person_merge_merged on person_merge (merged_id);
revoke delete on person_merge from {{app}};
alter table person_merge enable row level security;
create policy person_merge_scope on person_merge using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 并掉的一份不再列在姓名查找里。
create or replace function person_search_renew() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'UPDATE' then
    delete from person_search where person_id = new.id;
  end if;
  if new.merged_into is null then
    insert into person_search (d9, key, person_id, division)
      select left(place.code, 9), k, new.id, place.code
      from (select new.division as code union select new.registered_division) place, person_search_keys(new.name, new.name_pinyin, new.name_initials) k;
  end if;
  return null;
end $$;
drop trigger person_search_update on person;
create trigger person_search_update after update of name, name_pinyin, name_initials, division, registered_division, merged_into on person for each row
  when ((old.name, old.name_pinyin, old.name_initials, old.division, old.registered_division, old.merged_into)
    is distinct from (new.name, new.name_pinyin, new.name_initials, new.division, new.registered_division, new.merged_into))
  execute function person_search_renew();

create or replace function person_identified(digests bytea[], wanted_name text) returns uuid
  language sql stable security definer set search_path from current
  return (select coalesce(merged_into, id) from person where id_digest = any (digests) and name = wanted_name limit 1);

-- 谁看过：并进来的档案从前被谁看过，也是看过这个人。
create or replace function audit_of_person(p_person uuid, p_before uuid, p_limit integer) returns setof audit_log
language sql stable security definer set search_path from current as $$
  select found.* from (select p_person as id union all select id from person where merged_into = p_person) file
  cross join lateral (
    (select a.* from audit_log a where a.person_id = file.id and a.id < p_before and a.actor_id <> file.id::text
      and (nullif(current_setting('app.person', true), '')::uuid = p_person
        or (a.division >= nullif(current_setting('app.lo', true), '') and a.division < nullif(current_setting('app.hi', true), '')))
      order by a.id desc limit least(p_limit, 51))
    union
    (select a.* from audit_log a where a.person_ids @> array[file.id] and a.id < p_before and a.actor_id <> file.id::text
      and (nullif(current_setting('app.person', true), '')::uuid = p_person
        or (a.division >= nullif(current_setting('app.lo', true), '') and a.division < nullif(current_setting('app.hi', true), '')))
      order by a.id desc limit least(p_limit, 51))
  ) found order by found.id desc limit least(p_limit, 51)
$$;

-- 哪些表记着人，合并时跟着换。写在迁移里，应用账号改不了；每张表由它的迁移登记（tests/tables.test.ts 看着有没有漏的）。
-- live：还在执行的记录（$3 是确认的日期）。两份档案各有一条、数据库又只许有一条的：还在执行的不能合并，已经过去的留在原来的档案里。
-- unit：属于哪一项待遇；整项留下的，它的记录都留下。also：同一行里跟着换的列。
create table person_reference (
  table_name text not null,
  column_name text not null,
  live text not null default 'true',
  within text,
  unit text,
  also text,
  constraint person_reference_pkey primary key (table_name, column_name)
);
comment on table person_reference is '记着人的表：两份档案合并时，记录跟到保留的一份';
revoke insert, update, delete on person_reference from {{app}};

insert into person_reference (table_name, column_name, live, within, unit, also) values
  ('staff_user', 'own_person_id', 'true', null, null, null),
  ('service_case', 'applicant_person_id', 'closed_at is null', null, null, null),
  ('service_case', 'agent_person_id', 'true', null, null, null),
  ('case_person', 'person_id', 'false', null, null, null),
  ('case_event', 'applicant_person_id', 'true', 'case_id in (select p.case_id from case_person p where p.person_id in ($1, $2))', null, null),
  ('decision', 'person_id', 'true', null, null, null),
  ('decision_appeal', 'person_id', 'true', null, null, null),
  ('clue', 'person_id', 'closed_at is null', null, null, 'subject_id = case when household_id is null then $2 else subject_id end'),
  ('clue_reason', 'subject_id', 'false', null, null, null),
  ('clue_reason', 'person_id', 'true', null, null, null),
  ('clue_reason', 'held_person_id', 'true', null, null, null),
  ('stored_file', 'person_id', 'true', null, null, null),
  ('issued_document', 'person_id', 'true', null, null, null),
  ('consent', 'person_id', 'true', null, null, null),
  ('consent', 'guardian_id', 'true', null, null, null),
  ('consent', 'recorder_person_id', 'true', null, null, null),
  ('exchange_query', 'person_id', 'false', null, null, null),
  ('department_event', 'person_id', 'false', null, null, null),
  ('message', 'to_person_id', 'true', null, null, null),
  ('outgoing_message', 'person_id', 'true', null, null, null),
  ('entitlement', 'person_id', 'true', null, 'id', null),
  ('entitlement_member', 'person_id', 'true', null, 'entitlement_id', null),
  ('entitlement_version', 'person_id', 'true', null, 'entitlement_id', null),
  ('entitlement_facts', 'person_id', 'true', null, 'entitlement_id', null),
  ('entitlement_payee', 'person_id', 'true', null, 'entitlement_id', null),
  ('payout_account', 'person_id', 'valid_to is null', null, null, null),
  ('payment_hold', 'person_id', 'false', null, 'entitlement_id', null),
  ('payment_line', 'person_id', 'true', null, 'entitlement_id', null),
  ('returned_payment', 'person_id', 'true', null, null, null),
  ('payment_adjustment', 'person_id', 'true', null, 'entitlement_id', null),
  ('overpayment', 'person_id', 'true', null, 'entitlement_id', null),
  ('recovery_plan', 'person_id', 'true', null, null, null),
  ('recovery_receipt', 'person_id', 'true', null, null, null),
  ('recovery_fine', 'person_id', 'true', null, null, null),
  ('person_access', 'person_id', 'false', null, null, null),
  ('relationship', 'person_id', 'false', null, null, null),
  ('relationship', 'related_id', 'false', null, null, null);

-- 成员换了人，他占用的互斥组跟着换。
alter table entitlement_exclusion drop constraint entitlement_exclusion_member_fkey;
alter table entitlement_exclusion add constraint entitlement_exclusion_member_fkey foreign key (entitlement_id, person_id, from_month)
  references entitlement_member (entitlement_id, person_id, from_month) on update cascade;

-- 两份档案在同一些月份占用同一互斥组、或者领过同一项待遇的：要并掉的一份的这几项。
create function entitlements_twice(survivor uuid, merged uuid) returns table (entitlement_id uuid)
  language sql stable security definer set search_path from current
  begin atomic
    select x.entitlement_id from entitlement_exclusion x
      join entitlement_exclusion y on y.person_id = survivor and y.exclusive_group = x.exclusive_group and y.months && x.months
      where x.person_id = merged
    union
    select a.id from entitlement a
      join entitlement b on b.person_id = survivor and b.programme = a.programme and b.cause = a.cause and b.months && a.months
      where a.person_id = merged
    union
    select m.entitlement_id from entitlement_member m
      join entitlement_member n on n.entitlement_id = m.entitlement_id and n.person_id = survivor
      where m.person_id = merged;
  end;

-- 只凭一份两人确认过的合并换人；返回留在原来档案里的待遇。
create function merge_person(wanted uuid) returns uuid[]
  language plpgsql security definer set search_path from current as $$
declare
  m person_merge;
  r person_reference;
  stay uuid[];
  which text;
  change text;
  at tid;
  live boolean;
  what text;
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
    begin
      execute format('update %I set %s where %s', r.table_name, change, which) using m.merged_id, m.survivor_id, m.decided_on, stay;
    exception when unique_violation or exclusion_violation or check_violation then
      -- One by one: what is over stays with the old file, what still runs stands against the merge.
      for at, live in execute format('select ctid, %s from %I where %s', r.live, r.table_name, which) using m.merged_id, m.survivor_id, m.decided_on, stay loop
        begin
          execute format('update %I set %s where ctid = $5', r.table_name, change) using m.merged_id, m.survivor_id, m.decided_on, stay, at;
        exception when unique_violation or exclusion_violation or check_violation then
          if live then
            what := coalesce(obj_description(to_regclass(format('%I', r.table_name)), 'pg_class'), r.table_name);
            raise exception using errcode = 'MZ001', message = split_part(what, '：', 1);
          end if;
        end;
      end loop;
    end;
  end loop;
  update draft set person_id = m.survivor_id, owner_id = m.survivor_id::text where person_id = m.merged_id;
  update session set ended_at = clock_timestamp() where person_id = m.merged_id and ended_at is null;
  update person set merged_into = m.survivor_id, version = version + 1 where id = m.merged_id;
  return stay;
end $$;
revoke execute on function merge_person(uuid), entitlements_twice(uuid, uuid) from public;
grant execute on function merge_person(uuid), entitlements_twice(uuid, uuid) to {{app}};
