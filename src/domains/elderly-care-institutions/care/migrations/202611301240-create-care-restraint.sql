-- 约束保护：没有医嘱、没有同意的不能开始；最长几小时、几分钟看一次都写在记录上；一位老人同时只有一次
create table care_restraint (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  way text collate "C" not null,
  ordered_by text not null,
  ordered_on date not null,
  content bytea not null,
  consent bytea not null,
  start_at timestamptz not null,
  max_hours integer not null,
  check_minutes integer not null,
  ended_at timestamptz,
  ended_why bytea,
  told text[] collate "C" not null default '{}',
  next_at timestamptz,
  recorded_at timestamptz not null,
  by_actor text not null,
  by_name text not null,
  constraint care_restraint_pkey primary key (id),
  constraint care_restraint_at unique (id, institution_id, division),
  constraint care_restraint_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_restraint_way check (way in ('vest', 'wrist', 'rail', 'chair', 'other')),
  constraint care_restraint_order check (length(btrim(ordered_by)) >= 2 and ordered_on <= (start_at at time zone 'Asia/Shanghai')::date and length(consent) > 0),
  constraint care_restraint_hours check (max_hours between 1 and 24 and check_minutes between 5 and 120),
  constraint care_restraint_ended check ((ended_at is null) = (ended_why is null) and ended_at >= start_at and (ended_at is null or next_at is null))
);
comment on table care_restraint is '约束保护：医嘱、同意、开始和结束、最长时限；原因、同意人加密';
create unique index care_restraint_one on care_restraint (stay_id) where ended_at is null;
create index care_restraint_stay on care_restraint (stay_id, start_at);
create index care_restraint_next on care_restraint (next_at) where next_at is not null;
create trigger care_restraint_stays before update on care_restraint for each row
  execute function written_stays('way', 'ordered_by', 'ordered_on', 'start_at', 'max_hours', 'check_minutes', 'ended_at');
revoke delete on care_restraint from {{app}};

create table care_restraint_check (
  id uuid not null,
  restraint_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  at timestamptz not null,
  note bytea not null,
  by_actor text not null,
  by_name text not null,
  constraint care_restraint_check_pkey primary key (id),
  constraint care_restraint_check_fkey foreign key (restraint_id, institution_id, division) references care_restraint (id, institution_id, division) on update cascade
);
comment on table care_restraint_check is '约束期间的观察：皮肤、血液循环、情绪；只增不改，内容加密';
create index care_restraint_check_listed on care_restraint_check (restraint_id, at);
revoke update, delete on care_restraint_check from {{app}};

-- 呼叫器坏了：修好以前每30分钟巡查一次
create table care_call_outage (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  since_at timestamptz not null,
  place text not null,
  every_minutes integer not null,
  next_at timestamptz,
  ended_at timestamptz,
  fixed text,
  by_actor text not null,
  by_name text not null,
  constraint care_call_outage_pkey primary key (id),
  constraint care_call_outage_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_call_outage_every check (every_minutes between 5 and 120),
  constraint care_call_outage_ended check ((ended_at is null) = (fixed is null) and (ended_at is null) = (next_at is not null) and ended_at >= since_at)
);
comment on table care_call_outage is '呼叫器故障：从什么时候起、哪里坏了、什么时候修好；期间要按时巡查';
create unique index care_call_outage_one on care_call_outage (institution_id) where ended_at is null;
create index care_call_outage_listed on care_call_outage (institution_id, since_at);
create index care_call_outage_next on care_call_outage (next_at) where next_at is not null;
revoke delete on care_call_outage from {{app}};

-- 停电时用的纸质名单：每天20:00打印一次
create table care_roster_print (
  institution_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  printed_at timestamptz not null,
  persons integer not null,
  by_actor text not null,
  by_name text not null,
  constraint care_roster_print_pkey primary key (institution_id, on_date),
  constraint care_roster_print_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade
);
comment on table care_roster_print is '在院名单哪天打印过、几个人、谁打印的';
revoke update, delete on care_roster_print from {{app}};

-- 疑似虐待：当事人离岗，期间不能签照护、交班、巡查、服药
create table care_off_duty (
  id uuid not null,
  incident_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  user_id text not null,
  name text not null,
  from_at timestamptz not null,
  by_actor text not null,
  ended_at timestamptz,
  ended_by text,
  ended_why text,
  constraint care_off_duty_pkey primary key (id),
  constraint care_off_duty_incident_fkey foreign key (incident_id, institution_id, division) references care_incident (id, institution_id, division) on update cascade,
  constraint care_off_duty_other check (by_actor <> user_id),
  constraint care_off_duty_ended check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_why is null) and ended_at >= from_at and ended_by <> user_id)
);
comment on table care_off_duty is '疑似虐待的当事人离岗，县里认定以后才能恢复';
create unique index care_off_duty_one on care_off_duty (incident_id, user_id);
create index care_off_duty_user on care_off_duty (user_id) where ended_at is null;
create index care_off_duty_incident on care_off_duty (incident_id);
revoke delete on care_off_duty from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_restraint', 'care_restraint_check', 'care_call_outage', 'care_roster_print', 'care_off_duty'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;

-- 离岗的人签不了；触发器的参数是记着谁做的那一列
create function refuse_off_duty() returns trigger language plpgsql set search_path from current as $$
declare
  hand text := to_jsonb(new) ->> tg_argv[0];
begin
  if hand is not null and (tg_op = 'INSERT' or hand is distinct from to_jsonb(old) ->> tg_argv[0])
    and exists (select from care_off_duty d where d.user_id = hand and d.ended_at is null) then
    raise exception 'off duty: %', hand using errcode = 'check_violation', constraint = 'care_off_duty_refused';
  end if;
  return new;
end $$;
create trigger care_record_off_duty before insert on care_record for each row execute function refuse_off_duty('signed_by');
create trigger care_patrol_off_duty before insert on care_patrol for each row execute function refuse_off_duty('by_actor');
create trigger care_handover_off_duty before insert on care_handover for each row execute function refuse_off_duty('by_actor');
create trigger care_restraint_off_duty before insert on care_restraint for each row execute function refuse_off_duty('by_actor');
create trigger care_restraint_check_off_duty before insert on care_restraint_check for each row execute function refuse_off_duty('by_actor');
create trigger care_dose_off_duty_prepared before update on care_dose for each row execute function refuse_off_duty('prepared_by');
create trigger care_dose_off_duty_given before update on care_dose for each row execute function refuse_off_duty('given_by');

-- 疑似虐待没有结案以前，涉及的老人的照护记录封存：不能再更正
create function refuse_frozen() returns trigger language plpgsql set search_path from current as $$
begin
  if new.corrects is not null and exists (select from care_incident i join care_incident_person c on c.incident_id = i.id
    where c.stay_id = new.stay_id and i.type = 'abuse' and i.closed_at is null) then
    raise exception 'records of stay % are frozen', new.stay_id using errcode = 'check_violation', constraint = 'care_record_frozen';
  end if;
  return new;
end $$;
create trigger care_record_frozen before insert on care_record for each row execute function refuse_frozen();

-- 体征和吃饭，有没有记过：虚报的疑点按它数，不用打开内容；以前的记录没有数过，为空
alter table care_record add column vital boolean, add column meal boolean;
comment on column care_record.vital is '记了体温、血压或脉搏';
comment on column care_record.meal is '是吃饭的一项';

-- 事件里的照片
alter table care_incident_step add column photos uuid[] not null default '{}';
alter table care_incident_step drop constraint care_incident_step_kind;
alter table care_incident_step add constraint care_incident_step_kind check (
  kind in ('action', 'family', 'county', 'police', 'located', 'raised', 'cause', 'correction', 'note', 'off-duty', 'back-on-duty', 'concealed', 'photo', 'closed'));
