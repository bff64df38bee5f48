-- 特困供养机构：名册跟着救助的认定、评估、意愿走（事件）；愿意集中供养的十个工作日内安置，三方协议签了再入住
create table care_tekun (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  supported boolean not null default false,
  mode text collate "C" not null default 'home',
  grade text collate "C",
  wish text collate "C",
  wish_on date,
  changed_at timestamptz not null,
  constraint care_tekun_pkey primary key (id),
  constraint care_tekun_person_fkey foreign key (person_id) references person (id),
  constraint care_tekun_mode check (mode in ('home', 'institution')),
  constraint care_tekun_grade check (grade in ('able', 'half', 'full')),
  constraint care_tekun_wish check (wish in ('institution', 'home', 'undecided') and (wish is null) = (wish_on is null))
);
comment on table care_tekun is '特困人员名册：救助说的（认定、供养方式、自理类别、意愿），这里不改；自理类别和能力等级是两个标准，互不推算';
create unique index care_tekun_one on care_tekun (person_id) where supported;
create index care_tekun_person on care_tekun (person_id);
create index care_tekun_listed on care_tekun (division) where supported;
revoke delete on care_tekun from {{app}};

create table care_placement (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  wish_on date not null,
  due_on date not null,
  state text collate "C" not null default 'waiting',
  needs_nursing boolean not null,
  sex text collate "C" not null,
  institution_id uuid,
  admission_id uuid,
  how_far text,
  reason text,
  placed_by text,
  agreement_id uuid,
  agreement_no text,
  agreed_on date,
  opened_at timestamptz not null,
  closed_on date,
  constraint care_placement_pkey primary key (id),
  constraint care_placement_person_fkey foreign key (person_id) references person (id),
  constraint care_placement_institution_fkey foreign key (institution_id) references care_institution (id),
  constraint care_placement_admission_fkey foreign key (admission_id) references care_admission (id),
  constraint care_placement_state check (state in ('waiting', 'postponed', 'held', 'agreed', 'placed', 'closed')),
  constraint care_placement_home check ((state in ('held', 'agreed', 'placed')) <= (institution_id is not null)),
  constraint care_placement_agreed check ((agreement_id is null) = (agreed_on is null) and (state = 'agreed') <= (agreement_id is not null)),
  constraint care_placement_postponed check (state <> 'postponed' or reason is not null),
  constraint care_placement_closed check ((state in ('placed', 'closed')) = (closed_on is not null))
);
comment on table care_placement is '特困人员集中供养安置（EL-28）：从登记意愿起几个工作日内，最近的有合适床位的机构；needs_nursing 为半护理、全护理的要护理型床位';
create unique index care_placement_one on care_placement (person_id) where state in ('waiting', 'postponed', 'held', 'agreed');
create index care_placement_listed on care_placement (division, due_on, id);
create index care_placement_admission on care_placement (admission_id) where admission_id is not null;
revoke delete on care_placement from {{app}};

alter table care_tekun enable row level security;
create policy care_tekun_scope on care_tekun using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select from care_stay s where s.person_id = care_tekun.person_id and s.institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid));
alter table care_placement enable row level security;
create policy care_placement_scope on care_placement using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

-- 机构的人看不到在等的是谁，只要知道有几位等着这样的床
create function care_tekun_waiting(county text, room_sex text, nursing_bed boolean) returns integer
  language sql stable security definer set search_path from current
  return (select count(*)::integer from care_placement p where p.state = 'waiting' and left(p.division, 6) = left(county, 6)
    and (room_sex = 'any' or room_sex = p.sex) and (nursing_bed or not p.needs_nursing));
revoke execute on function care_tekun_waiting(text, text, boolean) from public;
grant execute on function care_tekun_waiting(text, text, boolean) to {{app}};

insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_tekun', 'person_id', 'supported', null, null),
  ('care_placement', 'person_id', $$state in ('waiting', 'postponed', 'held', 'agreed')$$, null, null);
