alter table verification_request add column report_paper uuid;
alter table verification_request add constraint verification_request_paper_fkey foreign key (report_paper) references issued_document (id);
create index verification_request_paper on verification_request (report_paper) where report_paper is not null;
comment on column verification_request.report_paper is '核对报告（文书）：复核后重新出具的，指向新的一份，原来的撤销';
