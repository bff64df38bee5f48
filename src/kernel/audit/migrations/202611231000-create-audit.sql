-- Owner functions must not find a caller's temporary table of the same name first.
select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table audit_era (
  era smallint not null,
  began_at timestamptz not null default clock_timestamp(),
  reason text not null,
  constraint audit_era_pkey primary key (era),
  constraint audit_era_positive check (era > 0)
);
comment on table audit_era is '审计纪元：数据恢复到新的服务器后事务号重新起算，每恢复一次开始新的纪元';
insert into audit_era (era, reason) values (1, 'installed');
revoke insert, update, delete on audit_era from {{app}};

create function current_audit_era() returns smallint language sql stable as $$ select max(era) from audit_era $$;

create table audit_log (
  era smallint not null default current_audit_era(),
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  recorded_at timestamptz not null default clock_timestamp(),
  business_at timestamptz not null,
  actor_id text not null,
  actor_name text not null,
  role text collate "C" not null,
  duty text collate "C",
  division text collate "C" not null,
  county text collate "C" not null generated always as (left(division, 6)) stored,
  action text collate "C" not null,
  subject_kind text collate "C",
  subject_id text,
  person_id uuid,
  person_ids uuid[],
  case_id uuid,
  purpose text,
  detail jsonb,
  constraint audit_log_pkey primary key (era, xid, id),
  constraint audit_log_division check (division ~ '^[0-9]{12}$'),
  constraint audit_log_persons check (cardinality(person_ids) <= 1000)
);
comment on table audit_log is '审计日志：谁在何时因何事由看过、改过、导出过什么；只增不改，分批封存';
comment on column audit_log.xid is '写入时的事务号：封存按事务号划界，之后不可能再出现更小的号';
-- Auditors are of a county or of the city: a walk from the newest row costs the same however long the log is. An index on
-- the division would tempt the planner to collect and sort a whole county first (row-level security hides how wide the range is).
create index audit_log_newest on audit_log (id);
create index audit_log_county on audit_log (county, id);
create index audit_log_person on audit_log (person_id, id) where person_id is not null;
create index audit_log_persons on audit_log using gin (person_ids) where person_ids is not null;
create index audit_log_case on audit_log (case_id, id) where case_id is not null;
create index audit_log_actor on audit_log (actor_id, id);

-- Neither the order (era, xid) nor the real time is the application's to choose: a row cannot be dated back.
revoke insert, update, delete on audit_log from {{app}};
grant insert (id, business_at, actor_id, actor_name, role, duty, division, action, subject_kind, subject_id,
  person_id, person_ids, case_id, purpose, detail) on audit_log to {{app}};

alter table audit_log enable row level security;
create policy audit_log_read on audit_log for select using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
create policy audit_log_write on audit_log for insert with check (true);

create table audit_seal (
  no bigint not null,
  era smallint not null,
  from_xid xid8 not null,
  to_xid xid8 not null,
  row_count integer not null,
  digest bytea not null,
  previous_mac bytea not null,
  mac bytea not null,
  key_id text collate "C" not null,
  sealed_at timestamptz not null,
  constraint audit_seal_pkey primary key (no),
  constraint audit_seal_era_fkey foreign key (era) references audit_era (era),
  constraint audit_seal_range check (from_xid < to_xid),
  constraint audit_seal_count check (row_count >= 0)
);
comment on table audit_seal is '审计封存：每批审计日志的带密钥校验链（HMAC-SM3）';
revoke update, delete on audit_seal from {{app}};

-- What the sealer needs of rows that it may not read: their order and a digest each.
create function audit_digests(p_era smallint, p_from xid8, p_to xid8, p_after uuid, p_limit integer)
returns table (xid xid8, id uuid, digest bytea)
language sql stable security definer set search_path from current as $$
  select a.xid, a.id, sha256(convert_to(jsonb_build_array(a.era, a.xid::text, a.id, extract(epoch from a.recorded_at)::text,
      extract(epoch from a.business_at)::text, a.actor_id, a.actor_name, a.role, a.duty, a.division, a.action,
      a.subject_kind, a.subject_id, a.person_id, a.person_ids, a.case_id, a.purpose, a.detail)::text, 'UTF8'))
  from audit_log a
  where a.era = p_era and (a.xid, a.id) > (p_from, p_after) and a.xid < p_to
  order by a.xid, a.id limit p_limit
$$;

-- Where a batch of at most p_limit rows ends: the transaction after it, or null when all rows fit.
create function audit_batch_end(p_era smallint, p_from xid8, p_to xid8, p_limit integer) returns xid8
language sql stable security definer set search_path from current as $$
  select case
    when edge.xid is null then null
    when edge.xid > first.xid then edge.xid
    else (select a.xid from audit_log a where a.era = p_era and a.xid > edge.xid and a.xid < p_to order by a.xid limit 1)
  end
  from (select (select a.xid from audit_log a where a.era = p_era and a.xid >= p_from and a.xid < p_to order by a.xid, a.id limit 1)) first (xid),
    (select (select a.xid from audit_log a where a.era = p_era and a.xid >= p_from and a.xid < p_to order by a.xid, a.id offset p_limit limit 1)) edge (xid)
$$;

-- Who looked: an array condition is not leakproof, so row-level security would scan the whole table; this function checks
-- the caller itself. The person sees all rows about him or her, anybody else only those of the own divisions.
create function audit_of_person(p_person uuid, p_before uuid, p_limit integer) returns setof audit_log
language sql stable security definer set search_path from current as $$
  select found.* from (
    (select a.* from audit_log a where a.person_id = p_person and a.id < p_before and a.actor_id <> p_person::text
      and (nullif(current_setting('app.person', true), '')::uuid = p_person
        or (a.division >= nullif(current_setting('app.lo', true), '') and a.division < nullif(current_setting('app.hi', true), '')))
      order by a.id desc limit least(p_limit, 51))
    union
    (select a.* from audit_log a where a.person_ids @> array[p_person] and a.id < p_before and a.actor_id <> p_person::text
      and (nullif(current_setting('app.person', true), '')::uuid = p_person
        or (a.division >= nullif(current_setting('app.lo', true), '') and a.division < nullif(current_setting('app.hi', true), '')))
      order by a.id desc limit least(p_limit, 51))
  ) found order by found.id desc limit least(p_limit, 51)
$$;
revoke execute on function audit_digests(smallint, xid8, xid8, uuid, integer), audit_batch_end(smallint, xid8, xid8, integer),
  audit_of_person(uuid, uuid, integer) from public;
grant execute on function audit_digests(smallint, xid8, xid8, uuid, integer), audit_batch_end(smallint, xid8, xid8, integer),
  audit_of_person(uuid, uuid, integer) to {{app}};
