alter table service_case add column parent_id uuid;
alter table service_case add constraint service_case_parent_fkey foreign key (parent_id) references service_case (id);
alter table service_case add constraint service_case_parent_other check (parent_id <> id);
comment on column service_case.parent_id is '由哪一件办件另立而来（同一家庭的成员按另一事项办理）；各自办结，互不影响';
create index service_case_parent on service_case (parent_id) where parent_id is not null;
