select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 谁可以评估：有账号的评估人员，所在单位、专业、证书，和哪家服务机构有利害关系。
create table capacity_assessor (
  id uuid not null,
  user_id uuid not null,
  division text collate "C" not null,
  name text not null,
  profession text collate "C" not null,
  certificate_no text collate "C" not null,
  organisation text not null,
  ties text not null default '',
  active boolean not null default true,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint capacity_assessor_pkey primary key (id),
  constraint capacity_assessor_user unique (user_id),
  constraint capacity_assessor_user_fkey foreign key (user_id) references staff_user (id),
  constraint capacity_assessor_division_code check (division ~ '^[0-9]{12}$'),
  constraint capacity_assessor_profession check (profession in ('medical', 'nursing', 'rehabilitation', 'social-work', 'care'))
);
comment on table capacity_assessor is '能力评估人员：账号、专业、证书、所在单位；与养老服务机构有利害关系的不派';
revoke delete on capacity_assessor from {{app}};
alter table capacity_assessor enable row level security;
create policy capacity_assessor_scope on capacity_assessor using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 一次评估：派谁、哪天、结果。评分、诊断、等级加密，只有评估、复核的人和本人看得到。
create table capacity_assessment (
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  scheme text collate "C" not null,
  state text collate "C" not null,
  first_assessor uuid not null,
  second_assessor uuid not null,
  assessor_names text[] not null,
  planned_on date not null,
  assigned_by text not null,
  scored_on date,
  told_on date,
  valid_from date,
  valid_to date,
  reminded_on date,
  content bytea,
  constraint capacity_assessment_pkey primary key (id),
  constraint capacity_assessment_case unique (case_id),
  constraint capacity_assessment_case_fkey foreign key (case_id) references service_case (id),
  constraint capacity_assessment_person_fkey foreign key (person_id) references person (id),
  constraint capacity_assessment_first_fkey foreign key (first_assessor) references capacity_assessor (id),
  constraint capacity_assessment_second_fkey foreign key (second_assessor) references capacity_assessor (id),
  constraint capacity_assessment_two check (first_assessor <> second_assessor and cardinality(assessor_names) = 2),
  constraint capacity_assessment_division_code check (division ~ '^[0-9]{12}$'),
  constraint capacity_assessment_state check (state in ('assigned', 'scored', 'told', 'in-force', 'superseded', 'void')),
  constraint capacity_assessment_scored check ((scored_on is null) = (content is null) and (state not in ('scored', 'told', 'in-force') or content is not null)),
  constraint capacity_assessment_in_force check ((state = 'in-force') = (valid_from is not null) and (valid_from is null) = (valid_to is null)),
  constraint capacity_assessment_dates check (valid_to > valid_from)
);
comment on table capacity_assessment is '老年人能力评估：评估人员、日期、有效期；评分、诊断、等级加密';
create index capacity_assessment_person on capacity_assessment (person_id, valid_from desc);
create index capacity_assessment_standing on capacity_assessment (division, valid_to, id) where state = 'in-force';
create index capacity_assessment_to_do on capacity_assessment (first_assessor, second_assessor) where state = 'assigned';
revoke delete on capacity_assessment from {{app}};
alter table capacity_assessment enable row level security;
create policy capacity_assessment_scope on capacity_assessment using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('capacity_assessment', 'person_id', $$state in ('assigned', 'scored', 'told')$$, null, null);
