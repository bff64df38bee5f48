-- 界线走向：照录入的点依次连线。没有勘测的写明是示意，没有录入的不画。
alter table boundary_line
  add column course jsonb,
  add column course_kind text collate "C",
  add column course_source text,
  add constraint boundary_line_course check ((course is null) = (course_kind is null) and (course is null) = (course_source is null)),
  add constraint boundary_line_course_kind check (course_kind in ('surveyed', 'traced')),
  add constraint boundary_line_course_points check (jsonb_array_length(course) between 2 and 2000);
comment on column boundary_line.course is '走向：经度、纬度的点，依次连线；精确走向只供内部';
comment on column boundary_line.course_kind is 'surveyed 勘界成果，traced 示意、未经勘测';
