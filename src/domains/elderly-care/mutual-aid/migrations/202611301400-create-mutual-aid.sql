select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 互助养老：谁可以帮忙，谁要人帮，谁接了、做了、被帮的人认了，记了多少积分，兑换了什么
create table aid_helper (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'registered',
  offers text not null,
  points integer not null default 0,
  registered_on date not null,
  registered_by text not null,
  checked_on date,
  checked_by text,
  note text,
  constraint aid_helper_pkey primary key (id),
  constraint aid_helper_once unique (person_id),
  constraint aid_helper_person_fkey foreign key (person_id) references person (id),
  constraint aid_helper_division_code check (division ~ '^[0-9]{12}$'),
  constraint aid_helper_kind check (kind in ('young-old', 'left-behind-woman', 'cadre', 'party-member', 'volunteer')),
  constraint aid_helper_state check (state in ('registered', 'active', 'stopped')),
  constraint aid_helper_checked check ((checked_on is null) = (checked_by is null) and (state = 'registered') = (checked_by is null)),
  constraint aid_helper_hands check (checked_by <> registered_by)
);
comment on table aid_helper is '互助帮手：登记、乡镇核实以后才能接，积分由经过的记录累计';
create index aid_helper_listed on aid_helper (division, id);
revoke delete on aid_helper from {{app}};

create table aid_request (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  wanted_at timestamptz not null,
  note bytea,
  channel text collate "C" not null,
  asked_at timestamptz not null,
  asked_by text not null,
  asked_name text not null,
  state text collate "C" not null default 'open',
  code bytea not null,
  helper_id uuid,
  taken_at timestamptz,
  from_at timestamptz,
  to_at timestamptz,
  minutes integer,
  place text,
  done_at timestamptz,
  done_by text,
  done_name text,
  confirmed_at timestamptz,
  confirmed_way text collate "C",
  confirmed_by text,
  confirmed_name text,
  points integer,
  end_reason text,
  told boolean not null default false,
  constraint aid_request_pkey primary key (id),
  constraint aid_request_person_fkey foreign key (person_id) references person (id),
  constraint aid_request_helper_fkey foreign key (helper_id) references aid_helper (id),
  constraint aid_request_division_code check (division ~ '^[0-9]{12}$'),
  constraint aid_request_kind check (kind in ('shopping', 'cooking', 'cleaning', 'company', 'escort', 'repair', 'watch', 'other')),
  constraint aid_request_channel check (channel in ('portal', 'phone', 'village')),
  constraint aid_request_state check (state in ('open', 'taken', 'done', 'confirmed', 'denied', 'cancelled', 'voided')),
  constraint aid_request_taken check (state not in ('taken', 'done', 'confirmed', 'denied', 'voided') or (helper_id is not null and taken_at is not null)),
  constraint aid_request_done check ((done_at is null) = (minutes is null) and (done_at is null) = (place is null) and (done_at is null) = (from_at is null) and (done_at is null) = (to_at is null)
    and (done_at is null) = (done_by is null) and (state not in ('done', 'confirmed', 'denied', 'voided') or done_at is not null)),
  constraint aid_request_minutes check (minutes between 1 and 480 and to_at = from_at + minutes * interval '1 minute'
    and (from_at at time zone 'Asia/Shanghai')::date = ((to_at - interval '1 second') at time zone 'Asia/Shanghai')::date),
  constraint aid_request_confirmed check ((confirmed_at is null) = (confirmed_way is null) and (confirmed_at is null) = (points is null) and (state in ('confirmed', 'voided')) = (confirmed_at is not null)),
  constraint aid_request_way check (confirmed_way in ('self', 'code', 'village')),
  -- 代老人核实的人，不能是记这一次的人
  constraint aid_request_hands check (confirmed_way <> 'village' or confirmed_by <> done_by),
  constraint aid_request_ended check (state not in ('cancelled', 'denied', 'voided') or end_reason is not null)
);
comment on table aid_request is '互助求助：谁要人帮、谁接、什么时候在哪里做了多久、谁认的、记多少积分';
create index aid_request_listed on aid_request (division, id);
create index aid_request_of_helper on aid_request (helper_id, from_at);
create index aid_request_of_person on aid_request (person_id, id);
create index aid_request_waiting on aid_request (division, id) where state in ('open', 'taken', 'done');
create index aid_request_open on aid_request (wanted_at) where state in ('open', 'done') and not told;
revoke delete on aid_request from {{app}};
-- 报过的时间、地点和认了的结果不改；记错的作废，另记一次
create trigger aid_request_stays before update on aid_request for each row
  execute function written_stays('kind', 'asked_at', 'asked_by', 'from_at', 'to_at', 'minutes', 'place', 'done_at', 'done_by', 'confirmed_at', 'confirmed_way', 'confirmed_by', 'points');

create table aid_day (
  helper_id uuid not null,
  on_date date not null,
  division text collate "C" not null,
  minutes integer not null,
  constraint aid_day_pkey primary key (helper_id, on_date),
  constraint aid_day_helper_fkey foreign key (helper_id) references aid_helper (id),
  constraint aid_day_minutes check (minutes between 0 and 480)
);
comment on table aid_day is '互助帮手一天记了多少分钟：最多8小时，由库里的触发器累计';
revoke insert, update, delete on aid_day from {{app}};

create table aid_redemption (
  id uuid not null,
  helper_id uuid not null,
  division text collate "C" not null,
  points integer not null,
  what text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint aid_redemption_pkey primary key (id),
  constraint aid_redemption_helper_fkey foreign key (helper_id) references aid_helper (id),
  constraint aid_redemption_points check (points > 0)
);
comment on table aid_redemption is '互助积分兑换：换了什么、用了多少分；不能超过余下的积分';
create index aid_redemption_of on aid_redemption (helper_id, at);
revoke update, delete on aid_redemption from {{app}};

-- 帮人的和被帮的不是同一个人，帮手是核实过的；一个人同一时间只在一处；一天不超过8小时；认了的记积分，作废的扣回
create function aid_request_count() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  helper aid_helper;
  was integer := 0;
  counts integer := 0;
  day date;
begin
  if new.helper_id is null then
    return null;
  end if;
  select * into helper from aid_helper where id = new.helper_id for update;
  if tg_op = 'INSERT' or new.state is distinct from old.state or new.helper_id is distinct from old.helper_id then
    if new.state in ('taken', 'done', 'confirmed') and helper.person_id = new.person_id then
      raise exception using errcode = '23514', constraint = 'aid_request_self', message = 'helper and helped are one person';
    end if;
    if new.state = 'taken' and helper.state <> 'active' then
      raise exception using errcode = '23514', constraint = 'aid_request_helper_active', message = 'helper is not checked';
    end if;
  end if;
  if tg_op = 'UPDATE' and old.state in ('done', 'confirmed') then
    was := old.minutes;
  end if;
  if new.state in ('done', 'confirmed') then
    counts := new.minutes;
  end if;
  if was <> counts then
    day := (new.from_at at time zone 'Asia/Shanghai')::date;
    if counts > 0 and exists (select from aid_request r where r.helper_id = new.helper_id and r.id <> new.id and r.state in ('done', 'confirmed')
        and r.from_at < new.to_at and r.to_at > new.from_at) then
      raise exception using errcode = '23P01', constraint = 'aid_request_overlap', message = 'helper is elsewhere at that time';
    end if;
    insert into aid_day (helper_id, on_date, division, minutes) values (new.helper_id, day, helper.division, 0) on conflict do nothing;
    update aid_day set minutes = minutes + counts - was where helper_id = new.helper_id and on_date = day;
  end if;
  if tg_op = 'UPDATE' and old.state <> 'confirmed' and new.state = 'confirmed' then
    update aid_helper set points = points + new.points where id = new.helper_id;
  elsif tg_op = 'UPDATE' and old.state = 'confirmed' and new.state = 'voided' then
    update aid_helper set points = points - new.points where id = new.helper_id;
  end if;
  return null;
end $$;
create trigger aid_request_counted after insert or update on aid_request for each row execute function aid_request_count();

create function aid_redeem() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  update aid_helper set points = points - new.points where id = new.helper_id and points >= new.points;
  if not found then
    raise exception using errcode = '23514', constraint = 'aid_redemption_enough', message = 'not so many points';
  end if;
  return null;
end $$;
create trigger aid_redemption_counted after insert on aid_redemption for each row execute function aid_redeem();

-- 帮手全乡镇（街道）都看得到：邻村也能来帮
do $$
declare
  t text;
  scope text := 'division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), ''''))';
  own text := '(select nullif(current_setting(''app.person'', true), ''''))::uuid';
begin
  execute format('alter table aid_request enable row level security; create policy aid_request_scope on aid_request using ((%s) or person_id = %s)', scope, own);
  execute format('alter table aid_helper enable row level security; create policy aid_helper_scope on aid_helper using ((%s) or person_id = %s
    or left(division, 9) = left((select nullif(current_setting(''app.lo'', true), '''')), 9))', scope, own);
  foreach t in array array['aid_day', 'aid_redemption'] loop
    execute format('alter table %1$s enable row level security; create policy %1$s_scope on %1$s using ((%2$s) or left(division, 9) = left((select nullif(current_setting(''app.lo'', true), '''')), 9))', t, scope);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit) values
  ('aid_helper', 'person_id', $$state <> 'stopped'$$, null, null),
  ('aid_request', 'person_id', 'true', null, null);
