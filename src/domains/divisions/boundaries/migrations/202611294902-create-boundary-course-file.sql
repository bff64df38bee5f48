-- 从勘测成果表录入的走向：哪份原文件（导入里存着，连同SM3）、哪些点。
create table boundary_course_file (
  import_id uuid not null,
  line_id uuid not null,
  division text collate "C" not null,
  content text collate "C" not null,
  points jsonb not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint boundary_course_file_pkey primary key (import_id),
  constraint boundary_course_file_line_fkey foreign key (line_id) references boundary_line (id),
  constraint boundary_course_file_points check (jsonb_typeof(points) = 'array')
);
comment on table boundary_course_file is '从勘测成果表录入的界线走向：原文件的摘要和读出来的点';
create index boundary_course_file_line on boundary_course_file (line_id, at desc);
revoke delete on boundary_course_file from {{app}};
alter table boundary_course_file enable row level security;
create policy boundary_course_file_scope on boundary_course_file using (exists (select 1 from boundary_line l where l.id = boundary_course_file.line_id));
