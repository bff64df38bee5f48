-- 对应的设施: which facility of another part of the house a project has become or will be, as that part says.
create table project_facility (
  facility text collate "C" not null,
  project_id uuid not null,
  division text collate "C" not null,
  name text not null,
  link text not null,
  linked_on date not null,
  constraint project_facility_pkey primary key (facility),
  constraint project_facility_project_fkey foreign key (project_id, division) references project (id, division) on update cascade
);
comment on table project_facility is '规划项目对应的设施：由管设施的业务确认，这里只记是哪一处';
create index project_facility_listed on project_facility (project_id);
alter table project_facility enable row level security;
create policy project_facility_scope on project_facility using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
