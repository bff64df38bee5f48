select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 探访对象的依据和评分，由登记的事实推出来，不另立名册；分数、类别、缘由整份加密。
create table visit_standing (
  person_id uuid not null,
  division text collate "C" not null,
  proposed text collate "C",
  review_on date,
  content bytea not null,
  settled_at timestamptz not null,
  constraint visit_standing_pkey primary key (person_id),
  constraint visit_standing_person_fkey foreign key (person_id) references person (id),
  constraint visit_standing_division_code check (division ~ '^[0-9]{12}$'),
  constraint visit_standing_proposed check (proposed in ('yellow', 'green'))
);
comment on table visit_standing is '探访对象现在为什么在册、多少分；可以降级的写明降到哪级，等乡镇定';
create index visit_standing_review on visit_standing (review_on) where review_on is not null;
create index visit_standing_lower on visit_standing (division) where proposed is not null;
revoke delete on visit_standing from {{app}};

create table elder_visit (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  level text collate "C" not null,
  mode text collate "C" not null,
  outcome text collate "C" not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  visited_on date not null,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  content bytea not null,
  photo_hash text collate "C",
  validity text collate "C" not null,
  reasons text[] collate "C" not null default '{}',
  visitor_id text collate "C" not null,
  visitor_name text not null,
  judged_at timestamptz,
  judged_by text,
  constraint elder_visit_pkey primary key (id),
  constraint elder_visit_person_fkey foreign key (person_id) references person (id),
  constraint elder_visit_division_code check (division ~ '^[0-9]{12}$'),
  constraint elder_visit_mode check (mode in ('home', 'phone')),
  constraint elder_visit_outcome check (outcome in ('well', 'need', 'no-answer')),
  constraint elder_visit_order check (ended_at >= started_at),
  constraint elder_visit_validity check (validity in ('valid', 'suspect', 'invalid')),
  constraint elder_visit_judged check ((judged_at is null) = (judged_by is null))
);
comment on table elder_visit is '探访记录：手机上记的时间和位置是证据，有疑点的由乡镇定；看到的情况加密';
create index elder_visit_person on elder_visit (person_id, started_at);
create index elder_visit_visitor on elder_visit (visitor_id, started_at);
create index elder_visit_suspect on elder_visit (division, received_at) where validity = 'suspect';
create index elder_visit_photo on elder_visit (photo_hash) where photo_hash is not null;
revoke delete on elder_visit from {{app}};

-- 敲门无应答：三步都有时限，找到人为止。
create table no_answer_case (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  level text collate "C" not null,
  opened_at timestamptz not null,
  calls_by timestamptz not null,
  second_by timestamptz not null,
  step text collate "C" not null default 'calling',
  called_at timestamptz,
  called_note bytea,
  second_at timestamptz,
  township_at timestamptz,
  desk_at timestamptz,
  incident_id uuid,
  next_at timestamptz,
  outcome text collate "C",
  outcome_note bytea,
  closed_at timestamptz,
  closed_by text,
  constraint no_answer_case_pkey primary key (id),
  constraint no_answer_case_person_fkey foreign key (person_id) references person (id),
  constraint no_answer_case_incident_fkey foreign key (incident_id) references emergency_incident (id),
  constraint no_answer_case_division_code check (division ~ '^[0-9]{12}$'),
  constraint no_answer_case_step check (step in ('calling', 'second', 'township', 'desk')),
  constraint no_answer_case_outcome check (outcome in ('safe', 'hospital', 'rescued', 'lost', 'dead')),
  constraint no_answer_case_closed check ((closed_at is null) = (outcome is null) and (closed_at is null) = (closed_by is null)),
  constraint no_answer_case_clock check (closed_at is null or next_at is null)
);
comment on table no_answer_case is '敲门无应答：打电话、第二次上门、乡镇、应急呼叫台，每一步的时刻';
create unique index no_answer_case_open on no_answer_case (person_id) where closed_at is null;
create index no_answer_case_clock on no_answer_case (next_at) where next_at is not null;
create index no_answer_case_place on no_answer_case (division, opened_at) where closed_at is null;
revoke delete on no_answer_case from {{app}};

-- 上门发现的需求：一个工作日内交给人办，办完写结果。
create table care_need (
  id uuid not null,
  person_id uuid not null,
  visit_id uuid not null,
  division text collate "C" not null,
  code text collate "C" not null,
  urgency text collate "C" not null,
  state text collate "C" not null default 'found',
  owner text,
  due_on date not null,
  found_at timestamptz not null,
  found_by text not null,
  result bytea,
  closed_on date,
  closed_by text,
  constraint care_need_pkey primary key (id),
  constraint care_need_person_fkey foreign key (person_id) references person (id),
  constraint care_need_visit_fkey foreign key (visit_id) references elder_visit (id),
  constraint care_need_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_need_urgency check (urgency in ('urgent', 'normal')),
  constraint care_need_state check (state in ('found', 'given', 'closed')),
  constraint care_need_owner check (state = 'found' or owner is not null),
  constraint care_need_closed check ((state = 'closed') = (closed_on is not null) and (closed_on is null) = (result is null) and (closed_on is null) = (closed_by is null))
);
comment on table care_need is '探访发现的需求：谁来办、哪天前、办成什么样；结果加密';
create index care_need_open on care_need (division, due_on) where state <> 'closed';
create index care_need_person on care_need (person_id, found_at);
revoke delete on care_need from {{app}};

-- 极端天气：24小时内把最要紧的人看一遍。
create table visit_warning (
  id uuid not null,
  division text collate "C" not null,
  hazard text collate "C" not null,
  declared_at timestamptz not null,
  due_at timestamptz not null,
  people integer not null,
  declared_by text not null,
  constraint visit_warning_pkey primary key (id),
  constraint visit_warning_division_code check (division ~ '^[0-9]{12}$'),
  constraint visit_warning_hazard check (hazard in ('cold', 'heat', 'rain', 'storm', 'snow'))
);
comment on table visit_warning is '极端天气走访：哪里、什么天气、哪时以前看完、一共多少人';
create index visit_warning_place on visit_warning (division, declared_at);
revoke update, delete on visit_warning from {{app}};

-- 上一次按新登记的事实重算到什么时候。
create table visit_sweep (
  city text collate "C" not null,
  swept_at timestamptz not null,
  constraint visit_sweep_pkey primary key (city)
);
comment on table visit_sweep is '探访对象按新登记的事实重算到了什么时候';
revoke delete on visit_sweep from {{app}};

do $$
declare t text;
begin
  foreach t in array array['visit_standing', 'elder_visit', 'no_answer_case', 'care_need'] loop
    execute format('alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), '''')))', t);
  end loop;
end $$;

-- 县里、市里启动的，下面的乡镇和村也看得到。
alter table visit_warning enable row level security;
create policy visit_warning_scope on visit_warning using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or division = (select left(nullif(current_setting('app.lo', true), ''), 6) || '000000')
  or division = (select left(nullif(current_setting('app.lo', true), ''), 4) || '00000000'));

insert into person_reference (table_name, column_name, live, within, unit, also) values
  ('visit_standing', 'person_id', 'false', null, null, null),
  ('elder_visit', 'person_id', 'true', null, null, null),
  ('no_answer_case', 'person_id', 'closed_at is null', null, null, null),
  ('care_need', 'person_id', 'true', null, null, null);

-- 新登记的居住状况、能力等级、残疾人证、探访情况，每天重算时只读这些。
create index fact_version_visits on fact_version (known_since, subject_id)
  where kind in ('living-status', 'capacity-level', 'disability-certificate', 'visit-risk') and superseded_at is null;
