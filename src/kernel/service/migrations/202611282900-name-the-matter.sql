-- 一个人同一事项可以同时有几件，每件各办一样（例如两份待遇各自复核）：同一样只有一件在办。
alter table service_case add column matter text collate "C" not null default '';
comment on column service_case.matter is '这一件办的是这个人的哪一样；空：不分';
drop index service_case_one_open;
create unique index service_case_one_open on service_case (item_id, applicant_person_id, matter) where closed_at is null;
