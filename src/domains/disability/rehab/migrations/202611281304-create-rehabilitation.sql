select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table rehab_institution (
  id uuid not null,
  name text not null,
  division text collate "C" not null,
  operator text not null,
  address text not null,
  telephone text not null,
  capacity integer not null,
  is_model boolean not null default false,
  active boolean not null default true,
  constraint rehab_institution_pkey primary key (id),
  constraint rehab_institution_name_key unique (name),
  constraint rehab_institution_capacity check (capacity between 1 and 10000),
  constraint rehab_institution_division_code check (division ~ '^[0-9]{12}$')
);
comment on table rehab_institution is '社区康复机构：所在地、服务能力、是否标杆机构';
revoke delete on rehab_institution from {{app}};
alter table rehab_institution enable row level security;
create policy rehab_institution_scope on rehab_institution using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table rehab_staff (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  name text not null,
  role text collate "C" not null,
  active boolean not null default true,
  constraint rehab_staff_pkey primary key (id),
  constraint rehab_staff_institution_fkey foreign key (institution_id) references rehab_institution (id),
  constraint rehab_staff_name_key unique (institution_id, name),
  constraint rehab_staff_role check (role in ('therapist', 'social-worker', 'nurse', 'peer', 'other'))
);
comment on table rehab_staff is '康复服务人员';
revoke delete on rehab_staff from {{app}};
alter table rehab_staff enable row level security;
create policy rehab_staff_scope on rehab_staff using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table rehab_training (
  id uuid not null,
  staff_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  held_on date not null,
  course text not null,
  quarter_hours integer not null,
  entered_by text not null,
  constraint rehab_training_pkey primary key (id),
  constraint rehab_training_staff_fkey foreign key (staff_id) references rehab_staff (id),
  constraint rehab_training_once unique (staff_id, held_on, course),
  constraint rehab_training_hours check (quarter_hours between 1 and 96)
);
comment on table rehab_training is '培训学时：以一刻钟为单位记录';
revoke update, delete on rehab_training from {{app}};
alter table rehab_training enable row level security;
create policy rehab_training_scope on rehab_training using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table rehab_case (
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  institution_id uuid,
  registered_on date not null,
  register_due date not null,
  refer_due date not null,
  referred_on date,
  accepted_on date,
  plan_signed_on date,
  last_stage_on date,
  consent_by text collate "C" not null,
  consent_on date not null,
  consent_withdrawn_on date,
  closed_on date,
  close_reason text collate "C",
  constraint rehab_case_pkey primary key (case_id),
  constraint rehab_case_case_fkey foreign key (case_id) references service_case (id),
  constraint rehab_case_person_fkey foreign key (person_id) references person (id),
  constraint rehab_case_institution_fkey foreign key (institution_id) references rehab_institution (id),
  constraint rehab_case_consent check (consent_by in ('self', 'guardian')),
  constraint rehab_case_referred check ((institution_id is not null) or (accepted_on is null and plan_signed_on is null)),
  constraint rehab_case_closed check ((closed_on is null) = (close_reason is null)),
  constraint rehab_case_reason check (close_reason in ('goals-met', 'moved', 'declined', 'consent-withdrawn', 'deceased', 'hospital'))
);
comment on table rehab_case is '社区康复的进程：登记、转介、接收、计划、阶段评估、结案的日期；不含诊断和评估内容';
create index rehab_case_institution on rehab_case (institution_id, closed_on);
create index rehab_case_person on rehab_case (person_id);
create index rehab_case_division on rehab_case (division, registered_on);
revoke delete on rehab_case from {{app}};
alter table rehab_case enable row level security;
create policy rehab_case_scope on rehab_case using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 以下各表只有服务机构自己看得到：没有按地区放行的策略。
create table rehab_record (
  id uuid not null,
  case_id uuid not null,
  institution_id uuid not null,
  kind text collate "C" not null,
  content bytea not null,
  made_on date not null,
  made_at timestamptz not null,
  made_by text not null,
  constraint rehab_record_pkey primary key (id),
  constraint rehab_record_case_fkey foreign key (case_id) references rehab_case (case_id),
  constraint rehab_record_kind check (kind in ('assessment', 'plan', 'stage', 'closure', 'hospital', 'incident', 'follow-up'))
);
comment on table rehab_record is '康复档案：评估、计划、阶段评估、回转、风险事件、结案；内容加密，只有服务机构可见，只增不改';
create index rehab_record_case on rehab_record (case_id, made_at);
revoke update, delete on rehab_record from {{app}};
alter table rehab_record enable row level security;
create policy rehab_record_scope on rehab_record using (institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table rehab_session (
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  staff_id uuid not null,
  service text collate "C" not null,
  during tstzrange not null,
  held_on date not null,
  minutes integer not null,
  place text not null,
  evidence text collate "C" not null,
  note bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint rehab_session_pkey primary key (id),
  constraint rehab_session_case_fkey foreign key (case_id) references rehab_case (case_id),
  constraint rehab_session_staff_fkey foreign key (staff_id) references rehab_staff (id),
  constraint rehab_session_minutes check (minutes between 1 and 720),
  constraint rehab_session_service check (service in ('medication', 'daily-life', 'social', 'vocational', 'psychological', 'peer', 'family')),
  constraint rehab_session_evidence check (evidence in ('signature', 'guardian', 'code')),
  constraint rehab_session_person_free exclude using gist (person_id with =, during with &&),
  constraint rehab_session_staff_free exclude using gist (staff_id with =, during with &&)
);
comment on table rehab_session is '康复服务记录：同一人、同一工作人员的时间不得重叠，由数据库把关；小结加密，只有服务机构可见';
create index rehab_session_month on rehab_session (institution_id, held_on);
create index rehab_session_case on rehab_session (case_id, held_on);
revoke update, delete on rehab_session from {{app}};
alter table rehab_session enable row level security;
create policy rehab_session_scope on rehab_session using (institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

-- 市县只看数：哪件在哪个月有过服务，不含时间、内容、人员。
create function rehab_months_served() returns table (case_id uuid, month text)
  language sql stable security definer set search_path from current
  begin atomic
    select distinct s.case_id, to_char(s.held_on, 'YYYY-MM') from rehab_session s
    where s.division >= nullif(current_setting('app.lo', true), '') and s.division < nullif(current_setting('app.hi', true), '');
  end;

create table rehab_follow_up (
  case_id uuid not null,
  due_on date not null,
  institution_id uuid not null,
  done_on date,
  done_by text,
  constraint rehab_follow_up_pkey primary key (case_id, due_on),
  constraint rehab_follow_up_case_fkey foreign key (case_id) references rehab_case (case_id),
  constraint rehab_follow_up_done check ((done_on is null) = (done_by is null))
);
comment on table rehab_follow_up is '结案后的回访：1、3、6、12个月';
create index rehab_follow_up_open on rehab_follow_up (institution_id, due_on) where done_on is null;
revoke delete on rehab_follow_up from {{app}};
alter table rehab_follow_up enable row level security;
create policy rehab_follow_up_scope on rehab_follow_up using (institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table rehab_absence (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  from_on date not null,
  to_on date,
  constraint rehab_absence_pkey primary key (id),
  constraint rehab_absence_kind check (kind in ('hospital', 'death')),
  constraint rehab_absence_dates check (to_on >= from_on)
);
comment on table rehab_absence is '服务对象不在社区的日子：住院、去世，来自共享数据';
create unique index rehab_absence_open on rehab_absence (person_id, kind) where to_on is null;
create index rehab_absence_person on rehab_absence (person_id, from_on);
revoke delete on rehab_absence from {{app}};
alter table rehab_absence enable row level security;
create policy rehab_absence_scope on rehab_absence using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
create function rehab_absences_of(persons uuid[]) returns table (person_id uuid, kind text, from_on date, to_on date)
  language sql stable security definer set search_path from current
  begin atomic
    select a.person_id, a.kind, a.from_on, a.to_on from rehab_absence a where a.person_id = any (persons);
  end;

create table rehab_settlement (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  claimed integer not null,
  valid integer not null,
  cuts jsonb not null,
  unit_price_fen bigint not null,
  sum_fen bigint not null,
  state text collate "C" not null,
  made_at timestamptz not null,
  made_by text not null,
  checked_at timestamptz,
  checked_by text,
  constraint rehab_settlement_pkey primary key (id),
  constraint rehab_settlement_institution_fkey foreign key (institution_id) references rehab_institution (id),
  constraint rehab_settlement_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint rehab_settlement_once unique (institution_id, month),
  constraint rehab_settlement_state check (state in ('submitted', 'checked')),
  constraint rehab_settlement_sum check (sum_fen = valid * unit_price_fen and valid <= claimed),
  constraint rehab_settlement_checked check ((state = 'checked') = (checked_at is not null) and (checked_at is null) = (checked_by is null) and checked_by <> made_by)
);
comment on table rehab_settlement is '服务结算单：每机构每月一份，只有次数和核减原因的件数，不含服务对象';
revoke delete on rehab_settlement from {{app}};
alter table rehab_settlement enable row level security;
create policy rehab_settlement_scope on rehab_settlement using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
