alter table care_institution add column vacancy_confirmed_at timestamptz;
comment on column care_institution.vacancy_confirmed_at is '最近一次有人核实空床的时刻：床位每次变动，或院长点“核实空床”';

create table care_room (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  building text not null,
  floor integer not null,
  name text not null,
  area_m2 integer,
  toilet boolean not null,
  call_device boolean not null,
  sex_rule text collate "C" not null,
  ward text collate "C" not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_room_pkey primary key (id),
  constraint care_room_name_key unique (institution_id, building, name),
  constraint care_room_at unique (id, institution_id, division),
  constraint care_room_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_room_floor check (floor between -3 and 60 and floor <> 0),
  constraint care_room_sex_rule check (sex_rule in ('any', 'male', 'female')),
  constraint care_room_ward check (ward in ('ordinary', 'disabled', 'dementia', 'isolation', 'hospice'))
);
comment on table care_room is '养老机构的房间：楼栋、楼层、面积、性别限制、病区';
revoke delete on care_room from {{app}};

create table care_bed (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  room_id uuid not null,
  code text not null,
  price_class text not null,
  rails boolean not null default false,
  bed_calls boolean not null default false,
  wheelchair boolean not null default false,
  ward_staffed boolean not null default false,
  checked_on date,
  nursing boolean not null generated always as (rails and bed_calls and wheelchair and ward_staffed and checked_on is not null) stored,
  state text collate "C" not null default 'planned',
  reason text not null default '',
  changed_at timestamptz not null,
  changed_by text not null,
  version integer not null default 1,
  constraint care_bed_pkey primary key (id),
  constraint care_bed_code_key unique (institution_id, code),
  constraint care_bed_at unique (id, institution_id, division),
  constraint care_bed_resource_fkey foreign key (id) references booking_resource (id),
  constraint care_bed_room_fkey foreign key (room_id, institution_id, division) references care_room (id, institution_id, division) on update cascade,
  constraint care_bed_state check (state in ('planned', 'vacant', 'held', 'reserved', 'occupied', 'on-leave', 'cleaning', 'maintenance', 'quarantine', 'retired'))
);
comment on table care_bed is '床位：编号同时是预留的编号；状态只能按允许的去向变化，由数据库把关；预留要有有效的预留，在住要有有效的入住';
comment on column care_bed.nursing is '护理型床位：护栏和升降、床头和卫生间呼叫、轮椅通行和无障碍卫浴、病区按照护配了人、现场核过，五条都有才算';
create index care_bed_listed on care_bed (institution_id, room_id, code);
create index care_bed_free on care_bed (institution_id) where state = 'vacant';
revoke delete on care_bed from {{app}};

create table care_bed_event (
  seq bigint generated always as identity,
  bed_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  from_state text collate "C",
  to_state text collate "C" not null,
  reason text not null,
  at timestamptz not null,
  by_actor text not null,
  constraint care_bed_event_pkey primary key (seq),
  constraint care_bed_event_bed_fkey foreign key (bed_id) references care_bed (id)
);
comment on table care_bed_event is '床位的经过：每一次变化一行，只增不改，由数据库自己记；入住率按它算';
create index care_bed_event_bed on care_bed_event (bed_id, seq);
revoke update, delete on care_bed_event from {{app}};

-- 与 terms.ts 的 bedMoves 是同一张表，测试逐对核对
create function care_bed_may_move(from_state text, to_state text) returns boolean
  language sql immutable strict parallel safe
  return (from_state, to_state) in (
    ('planned', 'vacant'), ('planned', 'maintenance'), ('planned', 'quarantine'), ('planned', 'retired'),
    ('vacant', 'held'), ('vacant', 'maintenance'), ('vacant', 'quarantine'), ('vacant', 'retired'),
    ('held', 'reserved'), ('held', 'vacant'), ('held', 'quarantine'),
    ('reserved', 'occupied'), ('reserved', 'vacant'), ('reserved', 'quarantine'),
    ('occupied', 'on-leave'), ('occupied', 'cleaning'), ('occupied', 'quarantine'),
    ('on-leave', 'occupied'), ('on-leave', 'cleaning'), ('on-leave', 'quarantine'),
    ('cleaning', 'vacant'), ('cleaning', 'maintenance'), ('cleaning', 'quarantine'), ('cleaning', 'retired'),
    ('maintenance', 'vacant'), ('maintenance', 'quarantine'), ('maintenance', 'retired'),
    ('quarantine', 'cleaning'), ('quarantine', 'maintenance'), ('quarantine', 'retired'));

create function guard_care_bed() returns trigger language plpgsql set search_path from current as $$
declare recorded integer;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'planned' then
      raise exception 'a new bed begins as planned' using errcode = 'check_violation', constraint = 'care_bed_begin';
    end if;
    -- 已备案的机构，床位不超过备案数；锁住机构一行，两人同时加也不行
    select i.recorded_beds into recorded from care_institution i where i.id = new.institution_id for no key update;
    if recorded > 0 and (select count(*) from care_bed b where b.institution_id = new.institution_id and b.state <> 'retired') >= recorded then
      raise exception 'more beds than the filing of %', new.institution_id using errcode = 'check_violation', constraint = 'care_bed_filing';
    end if;
    return new;
  end if;
  if new.state = old.state then return new; end if;
  if not care_bed_may_move(old.state, new.state) then
    raise exception 'bed % may not go from % to %', old.code, old.state, new.state using errcode = 'check_violation', constraint = 'care_bed_move';
  end if;
  if new.state in ('held', 'reserved') and not exists (select from booking k where k.resource_id = new.id
      and k.state = case new.state when 'held' then 'hold' else 'reservation' end) then
    raise exception 'bed % has no live booking', old.code using errcode = 'check_violation', constraint = 'care_bed_booked';
  end if;
  if new.state in ('occupied', 'on-leave') and not exists (select from care_stay s where s.bed_id = new.id and s.to_on is null) then
    raise exception 'bed % has no live stay', old.code using errcode = 'check_violation', constraint = 'care_bed_lived_in';
  end if;
  if old.state in ('occupied', 'on-leave', 'quarantine') and new.state in ('cleaning', 'maintenance', 'retired')
      and exists (select from care_stay s where s.bed_id = new.id and s.to_on is null) then
    raise exception 'bed % is still lived in', old.code using errcode = 'check_violation', constraint = 'care_bed_left';
  end if;
  new.version := old.version + 1;
  return new;
end $$;
create function record_care_bed() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into care_bed_event (bed_id, institution_id, division, from_state, to_state, reason, at, by_actor)
    values (new.id, new.institution_id, new.division, case when tg_op = 'UPDATE' then old.state end, new.state, new.reason, new.changed_at, new.changed_by);
  end if;
  return null;
end $$;
create trigger care_bed_guard before insert or update on care_bed for each row execute function guard_care_bed();
create trigger care_bed_record after insert or update on care_bed for each row execute function record_care_bed();

create table care_price (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  item text collate "C" not null,
  name text not null,
  amount_fen bigint not null,
  from_on date not null,
  document_no text,
  published_at timestamptz not null,
  published_by text not null,
  constraint care_price_pkey primary key (id),
  constraint care_price_one unique (institution_id, item, name, from_on),
  constraint care_price_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_price_item check (item in ('bed', 'care', 'meals', 'trial')),
  constraint care_price_amount check (amount_fen >= 0)
);
comment on table care_price is '收费项目和标准：公布了才能收；床位费、护理费按月，餐费、试住费按日；document_no 为政府定价的文号';
revoke update, delete on care_price from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_room', 'care_bed', 'care_bed_event', 'care_price'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
