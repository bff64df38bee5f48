-- 行政区域界线、界桩、联合检查、争议、平安边界考核（行政区域界线管理条例）。两边各看得到自己的界线。
create table boundary_line (
  id uuid not null,
  name text not null,
  level text collate "C" not null,
  division text collate "C" not null,
  other_division text collate "C" not null,
  length_metres integer,
  agreement_no text not null default '',
  last_finished_on date,
  warned integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint boundary_line_pkey primary key (id),
  constraint boundary_line_pair unique (division, other_division),
  constraint boundary_line_order check (division < other_division),
  constraint boundary_line_level check (level in ('county', 'township', 'village')),
  constraint boundary_line_length check (length_metres > 0),
  constraint boundary_line_division_code check (division ~ '^[0-9]{12}$' and other_division ~ '^[0-9]{12}$')
);
comment on table boundary_line is '行政区域界线：两侧、协议长度、上一轮联合检查';
revoke delete on boundary_line from {{app}};
alter table boundary_line enable row level security;
create policy boundary_line_scope on boundary_line using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or (other_division >= (select nullif(current_setting('app.lo', true), '')) and other_division < (select nullif(current_setting('app.hi', true), '')))
  -- 界线一侧下面的乡镇、村：界桩由他们管护。
  or starts_with((select nullif(current_setting('app.lo', true), '')), left(division, case level when 'county' then 6 when 'township' then 9 else 12 end))
  or starts_with((select nullif(current_setting('app.lo', true), '')), left(other_division, case level when 'county' then 6 when 'township' then 9 else 12 end)));

create table boundary_marker (
  id uuid not null,
  line_id uuid not null,
  no text collate "C" not null,
  kind text collate "C" not null,
  material text not null,
  division text collate "C" not null,
  position text not null,
  state text collate "C" not null default 'good',
  visited_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint boundary_marker_pkey primary key (id),
  constraint boundary_marker_line_fkey foreign key (line_id) references boundary_line (id),
  constraint boundary_marker_no unique (line_id, no),
  constraint boundary_marker_kind check (kind in ('single', 'double', 'triple')),
  constraint boundary_marker_state check (state in ('good', 'damaged', 'moved', 'lost', 'flooded')),
  constraint boundary_marker_division_code check (division ~ '^[0-9]{12}$')
);
comment on table boundary_marker is '界桩：编号、由哪里管护、现状；精确坐标只供内部';
create index boundary_marker_division on boundary_marker (division, no);
revoke delete on boundary_marker from {{app}};
alter table boundary_marker enable row level security;
create policy boundary_marker_scope on boundary_marker using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select 1 from boundary_line l where l.id = boundary_marker.line_id));

create table marker_visit (
  id uuid not null,
  marker_id uuid not null,
  division text collate "C" not null,
  visited_on date not null,
  state text collate "C" not null,
  repaired boolean not null,
  witness text,
  metres integer not null,
  photo uuid not null,
  photo_hash text collate "C" not null,
  note text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint marker_visit_pkey primary key (id),
  constraint marker_visit_marker_fkey foreign key (marker_id) references boundary_marker (id),
  constraint marker_visit_photo unique (photo_hash),
  constraint marker_visit_near check (metres between 0 and 50),
  constraint marker_visit_repaired check (not repaired or witness <> '')
);
comment on table marker_visit is '界桩巡查和修复：一张照片只用一次；修复要有毗邻方到场';
create index marker_visit_marker on marker_visit (marker_id, at desc);
revoke update, delete on marker_visit from {{app}};
alter table marker_visit enable row level security;
create policy marker_visit_scope on marker_visit using (exists (select 1 from boundary_marker m where m.id = marker_visit.marker_id));

create table joint_inspection (
  id uuid not null,
  line_id uuid not null,
  division text collate "C" not null,
  round integer not null,
  special boolean not null,
  planned_metres integer not null,
  done_metres integer not null default 0,
  planned_on date not null,
  finished_on date,
  report_no text,
  leaders text,
  filed_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint joint_inspection_pkey primary key (id),
  constraint joint_inspection_line_fkey foreign key (line_id) references boundary_line (id),
  constraint joint_inspection_round unique (line_id, round),
  constraint joint_inspection_metres check (planned_metres > 0 and done_metres between 0 and planned_metres),
  constraint joint_inspection_filed check ((filed_on is null) = (report_no is null) and (filed_on is null or (finished_on is not null and leaders <> '')))
);
comment on table joint_inspection is '界线联合检查：哪一轮、谁牵头、计划和完成的长度、双方签字的报告';
comment on column joint_inspection.division is '牵头方';
create unique index joint_inspection_open on joint_inspection (line_id) where filed_on is null;
revoke delete on joint_inspection from {{app}};
alter table joint_inspection enable row level security;
create policy joint_inspection_scope on joint_inspection using (exists (select 1 from boundary_line l where l.id = joint_inspection.line_id));

create table boundary_dispute (
  id uuid not null,
  line_id uuid not null,
  division text collate "C" not null,
  place text not null,
  facts text not null,
  opened_on date not null,
  state text collate "C" not null,
  closed_on date,
  outcome text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint boundary_dispute_pkey primary key (id),
  constraint boundary_dispute_line_fkey foreign key (line_id) references boundary_line (id),
  constraint boundary_dispute_state check (state in ('received', 'negotiating', 'mediating', 'settled')),
  constraint boundary_dispute_closed check ((state = 'settled') = (closed_on is not null and outcome is not null))
);
comment on table boundary_dispute is '边界争议：受理、协商、调解、生效';
create index boundary_dispute_line on boundary_dispute (line_id, opened_on desc);
revoke delete on boundary_dispute from {{app}};
alter table boundary_dispute enable row level security;
create policy boundary_dispute_scope on boundary_dispute using (exists (select 1 from boundary_line l where l.id = boundary_dispute.line_id));

create table boundary_assessment (
  line_id uuid not null,
  year integer not null,
  division text collate "C" not null,
  score text collate "C" not null,
  grade text collate "C" not null,
  parts jsonb not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint boundary_assessment_pkey primary key (line_id, year),
  constraint boundary_assessment_line_fkey foreign key (line_id) references boundary_line (id),
  constraint boundary_assessment_grade check (grade in ('excellent', 'passed', 'failed', 'vetoed'))
);
comment on table boundary_assessment is '平安边界考核：一条界线一年一次';
revoke update, delete on boundary_assessment from {{app}};
alter table boundary_assessment enable row level security;
create policy boundary_assessment_scope on boundary_assessment using (exists (select 1 from boundary_line l where l.id = boundary_assessment.line_id));
