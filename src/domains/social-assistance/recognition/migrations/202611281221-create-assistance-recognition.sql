select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table assistance_recognition (
  id uuid not null,
  kind text collate "C" not null,
  case_id uuid not null,
  household_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  decision_id uuid not null,
  valid_from date not null,
  valid_to date,
  review_due date,
  ended_on date,
  state text collate "C" not null default 'active',
  end_reason text,
  reminded_on date,
  created_at timestamptz not null,
  created_by text not null,
  validity daterange not null generated always as (daterange(valid_from, coalesce(ended_on, valid_to) + 1)) stored,
  constraint assistance_recognition_pkey primary key (id),
  constraint assistance_recognition_case unique (case_id),
  constraint assistance_recognition_case_fkey foreign key (case_id) references service_case (id),
  constraint assistance_recognition_household_fkey foreign key (household_id) references household (id),
  constraint assistance_recognition_person_fkey foreign key (person_id) references person (id),
  constraint assistance_recognition_decision_fkey foreign key (decision_id) references decision (id),
  constraint assistance_recognition_division_code check (division ~ '^[0-9]{12}$'),
  constraint assistance_recognition_kind check (kind in ('edge', 'rigid')),
  constraint assistance_recognition_range check (valid_to >= valid_from and ended_on >= valid_from - 1 and ended_on <= valid_to),
  constraint assistance_recognition_limited check ((kind = 'rigid') = (valid_to is not null)),
  constraint assistance_recognition_reviewed check ((kind = 'edge') = (review_due is not null)),
  constraint assistance_recognition_state check (state in ('active', 'ended', 'expired')),
  constraint assistance_recognition_ended check ((state = 'ended') = (ended_on is not null) and (state = 'active') = (end_reason is null)),
  constraint assistance_recognition_household exclude using gist (household_id with =, validity with &&)
);
comment on table assistance_recognition is '低保边缘家庭、刚性支出困难家庭认定：一户同一时间只有一项';
comment on column assistance_recognition.ended_on is '提前终止时的最后一天；比生效日早一天表示从未生效';
create index assistance_recognition_due on assistance_recognition (coalesce(valid_to, review_due)) where state = 'active';
create index assistance_recognition_place on assistance_recognition (division, state, valid_from);
create index assistance_recognition_of_person on assistance_recognition (person_id);
revoke delete on assistance_recognition from {{app}};

create table assistance_recognition_member (
  recognition_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  valid_from date not null,
  valid_to date,
  validity daterange not null generated always as (daterange(valid_from, valid_to + 1)) stored,
  constraint assistance_recognition_member_pkey primary key (recognition_id, person_id),
  constraint assistance_recognition_member_recognition_fkey foreign key (recognition_id) references assistance_recognition (id),
  constraint assistance_recognition_member_person_fkey foreign key (person_id) references person (id),
  constraint assistance_recognition_member_division_code check (division ~ '^[0-9]{12}$'),
  constraint assistance_recognition_member_exclusive exclude using gist (person_id with =, validity with &&)
);
comment on table assistance_recognition_member is '认定覆盖的家庭成员：一人同一时间只在一项认定里';
create index assistance_recognition_member_of_person on assistance_recognition_member (person_id);
revoke delete on assistance_recognition_member from {{app}};

do $$
declare t text;
begin
  foreach t in array array['assistance_recognition', 'assistance_recognition_member'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or person_id = (select nullif(current_setting('app.person', true), ''))::uuid)$p$, t);
  end loop;
end $$;

-- 低保、特困与边缘、刚性支出互斥（5.11）：一个人正在享受基本生活保障的，进不了认定。同一个人的两件决定按人排队。
create function refuse_double_recognition() returns trigger language plpgsql set search_path from current as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('assistance:' || new.person_id, 0));
  if exists (select from entitled_in_groups(array[new.person_id], array['basic-living'], to_char(new.valid_from + interval '1 month', 'YYYY-MM'))) then
    raise exclusion_violation using message = 'person already has basic living support', constraint = 'assistance_recognition_member_entitled';
  end if;
  return new;
end $$;
create trigger assistance_recognition_member_entitled before insert on assistance_recognition_member
  for each row execute function refuse_double_recognition();

-- 别处是否已经认定：只答有没有、哪一类、在哪里，不答家庭情况。
create function recognised_on(wanted_persons uuid[], wanted_on date) returns table (person_id uuid, recognition_id uuid, household_id uuid, kind text, division text, valid_from date, valid_to date)
  language sql stable security definer set search_path from current
  begin atomic
    select m.person_id, r.id, r.household_id, r.kind, r.division, r.valid_from, coalesce(r.ended_on, r.valid_to)
      from assistance_recognition_member m join assistance_recognition r on r.id = m.recognition_id
      where m.person_id = any (wanted_persons) and m.validity @> wanted_on;
  end;
revoke all on function recognised_on(uuid[], date) from public;
grant execute on function recognised_on(uuid[], date) to {{app}};

-- 别处是否有已受理、在办的申请：同一来源的办件（母案、子案）不算。
create function open_assistance_case(wanted_persons uuid[], except_case uuid, flows text[]) returns table (person_id uuid, division text)
  language sql stable security definer set search_path from current
  begin atomic
    select p.person_id, c.division from case_person p join service_case c on c.id = p.case_id
      where p.person_id = any (wanted_persons) and c.id <> except_case and c.closed_at is null and c.accepted_on is not null and c.flow = any (flows)
        and not exists (select from service_case own where own.id = except_case
          and coalesce(own.parent_id, own.id) = coalesce(c.parent_id, c.id));
  end;
revoke all on function open_assistance_case(uuid[], uuid, text[]) from public;
grant execute on function open_assistance_case(uuid[], uuid, text[]) to {{app}};
