create sequence care_admission_no;

create table care_admission (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  agent_person_id uuid,
  agent_checked boolean not null default false,
  no bigint not null default nextval('care_admission_no'),
  state text collate "C" not null,
  kind text collate "C" not null,
  wanted_on date not null,
  contact text not null,
  contact_phone bytea not null,
  channel text collate "C" not null,
  standing bytea not null,
  rank integer not null,
  queued boolean not null default true,
  applied_at timestamptz not null,
  bed_id uuid,
  booking_id uuid,
  jump_reason text,
  capacity_level integer,
  risks bytea,
  risks_on date,
  contract bytea,
  contract_id uuid,
  care_level text collate "C",
  deposit_fen bigint,
  deposit_paid boolean not null default false,
  trial_from date,
  closed_reason text,
  changed_at timestamptz not null,
  version integer not null default 1,
  constraint care_admission_pkey primary key (id),
  constraint care_admission_no_key unique (no),
  constraint care_admission_at unique (id, institution_id, division, person_id),
  constraint care_admission_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_admission_person_fkey foreign key (person_id) references person (id),
  constraint care_admission_agent_fkey foreign key (agent_person_id) references person (id),
  constraint care_admission_bed_fkey foreign key (bed_id, institution_id, division) references care_bed (id, institution_id, division) on update cascade,
  constraint care_admission_booking_fkey foreign key (booking_id) references booking (id),
  constraint care_admission_state check (state in ('waiting', 'held', 'reserved', 'admitted', 'withdrawn', 'refused')),
  constraint care_admission_kind check (kind in ('long', 'short', 'respite', 'emergency')),
  constraint care_admission_channel check (channel in ('online', 'desk')),
  constraint care_admission_level check (capacity_level between 0 and 4),
  constraint care_admission_bed check ((state in ('held', 'reserved')) <= (bed_id is not null and booking_id is not null)),
  constraint care_admission_contract check ((contract is null) = (contract_id is null) and (contract is null) = (deposit_fen is null)),
  constraint care_admission_risks check ((risks is null) = (risks_on is null)),
  constraint care_admission_closed check ((state in ('withdrawn', 'refused')) = (closed_reason is not null))
);
comment on table care_admission is '入住申请（EL-13）：轮候、留床、评估、协议，到入住为止；联系电话、轮候依据、风险评估、协议内容加密';
comment on column care_admission.agent_person_id is '网上替老人申请的家属；协议签了、身份核实过（agent_checked），才看得到入住和账单';
comment on column care_admission.queued is '网上直接预留空床的不排队：预留过期、放弃了，申请就到此为止';
comment on column care_admission.rank is '公办机构的轮候类别，小的在前；同类按申请先后';
create unique index care_admission_open on care_admission (institution_id, person_id) where state in ('waiting', 'held', 'reserved');
create index care_admission_listed on care_admission (institution_id, state, rank, no);
create index care_admission_person on care_admission (person_id);
create index care_admission_agent on care_admission (agent_person_id) where agent_person_id is not null;
revoke delete on care_admission from {{app}};

create table care_stay (
  id uuid not null,
  admission_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  bed_id uuid not null,
  booking_id uuid not null,
  kind text collate "C" not null,
  from_on date not null,
  trial_to date,
  to_on date,
  ended text collate "C",
  end_reason text,
  refund_due date,
  level_to_consent bytea,
  told text collate "C",
  changed_at timestamptz not null,
  version integer not null default 1,
  constraint care_stay_pkey primary key (id),
  constraint care_stay_at unique (id, institution_id, division),
  constraint care_stay_admission_fkey foreign key (admission_id, institution_id, division, person_id) references care_admission (id, institution_id, division, person_id) on update cascade,
  constraint care_stay_bed_fkey foreign key (bed_id, institution_id, division) references care_bed (id, institution_id, division) on update cascade,
  constraint care_stay_booking_fkey foreign key (booking_id) references booking (id),
  constraint care_stay_kind check (kind in ('trial', 'long', 'short', 'respite', 'emergency')),
  constraint care_stay_days check (to_on >= from_on),
  constraint care_stay_ended check ((to_on is null) = (ended is null)),
  constraint care_stay_told check (told in ('remind', 'over')),
  constraint care_stay_end check (ended in ('discharged', 'deceased')),
  constraint care_stay_trial check (trial_to is null or trial_to >= from_on)
);
comment on table care_stay is '入住：半开区间，入住那天算，退住那天不算；全市一个人同时只有一处';
comment on column care_stay.trial_to is '试住的，转为正式入住的日子；没有转的为空';
create unique index care_stay_one_live on care_stay (person_id) where to_on is null;
create unique index care_stay_of_bed on care_stay (bed_id) where to_on is null;
create index care_stay_listed on care_stay (institution_id, from_on, id);
create index care_stay_person on care_stay (person_id);
revoke delete on care_stay from {{app}};

create table care_stay_level (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  care_level text collate "C" not null,
  from_on date not null,
  consent_by text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint care_stay_level_pkey primary key (id),
  constraint care_stay_level_one unique (stay_id, from_on),
  constraint care_stay_level_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_stay_level_known check (care_level in ('self', 'assisted-1', 'assisted-2', 'nursed-1', 'nursed-2'))
);
comment on table care_stay_level is '护理等级：从哪天起是哪一级，谁同意的；没有同意的不进来';
revoke update, delete on care_stay_level from {{app}};

create table care_stay_bed (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  bed_id uuid not null,
  from_on date not null,
  reason text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint care_stay_bed_pkey primary key (id),
  constraint care_stay_bed_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_stay_bed_bed_fkey foreign key (bed_id, institution_id, division) references care_bed (id, institution_id, division) on update cascade
);
comment on table care_stay_bed is '住过的床：从哪天起在哪张床；床位费按它算';
create index care_stay_bed_listed on care_stay_bed (stay_id, from_on, recorded_at);
revoke update, delete on care_stay_bed from {{app}};

create table care_leave (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  from_on date not null,
  to_on date,
  noticed_at timestamptz not null,
  recorded_by text not null,
  constraint care_leave_pkey primary key (id),
  constraint care_leave_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_leave_kind check (kind in ('out', 'hospital')),
  constraint care_leave_days check (to_on >= from_on),
  constraint care_leave_no_overlap exclude using gist (stay_id with =, daterange(from_on, to_on) with &&)
);
comment on table care_leave is '请假：from_on 是第一个整日，to_on 是回来、又要算的那天';
revoke delete on care_leave from {{app}};

-- 只答机构的名称：办入住的人要知道老人现在住在哪一家，才能请他先退住
create function care_stay_elsewhere(person uuid) returns text
  language sql stable security definer set search_path from current
  return (select i.name from care_stay s join care_institution i on i.id = s.institution_id where s.person_id = person and s.to_on is null limit 1);
revoke execute on function care_stay_elsewhere(uuid) from public;
grant execute on function care_stay_elsewhere(uuid) to {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_admission', 'care_stay', 'care_stay_level', 'care_stay_bed', 'care_leave'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;

-- 两份档案合并：跟到保留的一份；都有在住的，先退掉一处才能合并
insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_admission', 'agent_person_id', 'true', null, null),
  ('care_admission', 'person_id', $$state in ('waiting', 'held', 'reserved')$$, null, null),
  ('care_stay', 'person_id', 'to_on is null', null, null);
