select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

alter table rehab_institution add column level text collate "C" not null default 'township';
alter table rehab_institution add column project_code text collate "C";
alter table rehab_institution add column beds integer;
alter table rehab_institution add column opened_on date;
alter table rehab_institution add constraint rehab_institution_level check (level in ('city', 'county', 'township'));
alter table rehab_institution add constraint rehab_institution_beds check (beds between 0 and 10000);
create unique index rehab_institution_project on rehab_institution (project_code) where project_code is not null;

create table facility_project (
  code text collate "C" not null,
  name text not null,
  division text collate "C" not null,
  place text not null,
  body text not null,
  planned_fen bigint not null,
  source text not null,
  stage text collate "C" not null default 'planned',
  paid_fen bigint not null default 0,
  progress integer not null default 0,
  reported_quarter text collate "C",
  opened_on date,
  version integer not null default 1,
  constraint facility_project_pkey primary key (code),
  constraint facility_project_division_code check (division ~ '^[0-9]{12}$'),
  constraint facility_project_stage check (stage in ('planned', 'feasibility', 'approved', 'started', 'completed', 'in-use', 'operating')),
  constraint facility_project_money check (planned_fen > 0 and paid_fen >= 0),
  constraint facility_project_progress check (progress between 0 and 100),
  constraint facility_project_opened check ((opened_on is not null) = (stage in ('in-use', 'operating')))
);
comment on table facility_project is '精神卫生福利设施项目：规划项目库里的每一处，现在的阶段、累计支付、形象进度';
create index facility_project_division on facility_project (division, code);
revoke delete on facility_project from {{app}};
alter table facility_project enable row level security;
create policy facility_project_scope on facility_project using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table facility_report (
  project_code text collate "C" not null,
  quarter text collate "C" not null,
  division text collate "C" not null,
  stage text collate "C" not null,
  paid_fen bigint not null,
  progress integer not null,
  note text not null,
  reported_at timestamptz not null,
  reported_by text not null,
  constraint facility_report_pkey primary key (project_code, quarter),
  constraint facility_report_project_fkey foreign key (project_code) references facility_project (code),
  constraint facility_report_quarter check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  constraint facility_report_money check (paid_fen >= 0),
  constraint facility_report_progress check (progress between 0 and 100)
);
comment on table facility_report is '设施项目季度报告：每项目每季度一份，累计支付和进度只增不减';
revoke update, delete on facility_report from {{app}};
alter table facility_report enable row level security;
create policy facility_report_scope on facility_report using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table model_institution (
  institution_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null,
  reason text not null,
  applied_on date not null,
  applied_by text not null,
  decided_on date,
  decided_by text,
  constraint model_institution_pkey primary key (institution_id),
  constraint model_institution_institution_fkey foreign key (institution_id) references rehab_institution (id),
  constraint model_institution_state check (state in ('applied', 'named', 'not-named', 'removed')),
  constraint model_institution_decided check ((state = 'applied') = (decided_on is null) and (decided_on is null) = (decided_by is null) and decided_by <> applied_by)
);
comment on table model_institution is '标杆机构：县里申报、市里确认；申报人与确认人不得为同一人';
revoke delete on model_institution from {{app}};
alter table model_institution enable row level security;
create policy model_institution_scope on model_institution using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table model_score (
  institution_id uuid not null,
  year integer not null,
  division text collate "C" not null,
  items jsonb not null,
  total integer not null,
  passed boolean not null,
  note text not null,
  scored_at timestamptz not null,
  scored_by text not null,
  constraint model_score_pkey primary key (institution_id, year),
  constraint model_score_institution_fkey foreign key (institution_id) references rehab_institution (id),
  constraint model_score_total check (total between 0 and 100)
);
comment on table model_score is '标杆机构年度评分：每机构每年一份';
revoke update, delete on model_score from {{app}};
alter table model_score enable row level security;
create policy model_score_scope on model_score using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
