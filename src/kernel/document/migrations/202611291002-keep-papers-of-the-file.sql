-- 档案里的文书（入户调查表、民主评议记录）：办这件的人看，不是给本人的
alter table issued_document add column internal boolean not null default false;
drop policy issued_document_scope on issued_document;
create policy issued_document_scope on issued_document using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or (person_id = (select nullif(current_setting('app.person', true), ''))::uuid and not internal));
comment on column issued_document.internal is '只归入档案：申请人和只管发放的人不看';
