-- 统计报表文书: the paper of a locked report, beside it: a locked report itself is never changed. A revision is a version of its own with a paper of its own.
create table stat_paper (
  submission_id uuid not null,
  document_id uuid not null,
  division text collate "C" not null,
  constraint stat_paper_pkey primary key (submission_id),
  constraint stat_paper_document_key unique (document_id),
  constraint stat_paper_submission_fkey foreign key (submission_id) references stat_submission (id),
  constraint stat_paper_document_fkey foreign key (document_id) references issued_document (id)
);
comment on table stat_paper is '锁定的报表出具的文书，一版一份；只增不改';
revoke update, delete on stat_paper from {{app}};
alter table stat_paper enable row level security;
create policy stat_paper_scope on stat_paper using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
