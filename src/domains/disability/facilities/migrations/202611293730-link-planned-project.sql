-- 对应规划项目: which project of the plan's library a facility is, as an officer has confirmed it; several facilities may stand in one printed row.
alter table facility_project
  add column planned_project uuid,
  add column planned_name text,
  add column planned_to text,
  add column planned_on date,
  add column planned_by text,
  add constraint facility_project_planned check ((planned_project is null) = (planned_name is null) and (planned_project is null) = (planned_on is null) and (planned_project is null) = (planned_by is null));
comment on column facility_project.planned_project is '对应的规划项目，经办人确认的；没有对过的为空';
create index facility_project_planned on facility_project (planned_project) where planned_project is not null;
