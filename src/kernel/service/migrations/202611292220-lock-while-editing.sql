-- 正在办：几个人一个岗位、还没有人领办的，谁打开了办理的表，半个小时以内同岗位的人不能同时办。
create table case_edit (
  case_id uuid not null,
  division text collate "C" not null,
  user_id text not null,
  user_name text not null,
  until timestamptz not null,
  constraint case_edit_pkey primary key (case_id),
  constraint case_edit_case_fkey foreign key (case_id) references service_case (id)
);
comment on table case_edit is '正在办：谁打开了这一件的办理表，到几点自动放开；办完、关上就没有';
alter table case_edit enable row level security;
create policy case_edit_scope on case_edit using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select from service_case c where c.id = case_id
    and (c.applicant_person_id = (select nullif(current_setting('app.person', true), ''))::uuid
      or c.agent_person_id = (select nullif(current_setting('app.person', true), ''))::uuid)));
create trigger service_case_moves_case_edit after update of division on service_case
  for each row when (old.division is distinct from new.division) execute function follow_division('case_edit', 'case_id');
