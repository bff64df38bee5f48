-- 跨行政区域界线用地（行政区域界线管理条例第十条）：两侧各自表态，都同意了才报备案。两侧都看得到，谁也改不了另一侧说的话。
create table boundary_land_use (
  id uuid not null,
  line_id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  other_division text collate "C" not null,
  unit text not null,
  project text not null,
  whereabouts text not null,
  metres_here integer not null,
  metres_there integer not null,
  asked_on date not null,
  asked_by text not null,
  filing_no text,
  filed_on date,
  ended_on date,
  constraint boundary_land_use_pkey primary key (id),
  constraint boundary_land_use_line_fkey foreign key (line_id) references boundary_line (id),
  constraint boundary_land_use_case unique (case_id),
  constraint boundary_land_use_metres check (metres_here > 0 and metres_there > 0),
  constraint boundary_land_use_filed check ((filed_on is null) = (filing_no is null)),
  constraint boundary_land_use_one_end check (filed_on is null or ended_on is null)
);
comment on table boundary_land_use is '跨行政区域界线用地：哪条线、什么项目、两侧各占多少、备案号';
comment on column boundary_land_use.division is '受理的一侧（县）';
comment on column boundary_land_use.ended_on is '没有备案就了结的日期：申请撤回、不予办理';
create index boundary_land_use_line on boundary_land_use (line_id, asked_on desc);
revoke delete on boundary_land_use from {{app}};
alter table boundary_land_use enable row level security;
create policy boundary_land_use_scope on boundary_land_use using (exists (select 1 from boundary_line l where l.id = boundary_land_use.line_id));

create table boundary_land_use_answer (
  use_id uuid not null,
  division text collate "C" not null,
  consents boolean not null,
  opinion text not null,
  document_no text not null,
  on_date date not null,
  by_id text not null,
  by_name text not null,
  constraint boundary_land_use_answer_pkey primary key (use_id, division),
  constraint boundary_land_use_answer_use_fkey foreign key (use_id) references boundary_land_use (id)
);
comment on table boundary_land_use_answer is '跨界用地两侧的意见：一侧一次，不能改';
revoke update, delete on boundary_land_use_answer from {{app}};
alter table boundary_land_use_answer enable row level security;
create policy boundary_land_use_answer_scope on boundary_land_use_answer using (exists (select 1 from boundary_land_use u where u.id = boundary_land_use_answer.use_id));
