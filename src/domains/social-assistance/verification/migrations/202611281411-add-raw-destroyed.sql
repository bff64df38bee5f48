alter table verification_request add column raw_destroyed_on date;
create index verification_request_raw on verification_request (case_id) where raw_destroyed_on is null;
comment on column verification_request.raw_destroyed_on is '原始反馈按期销毁的日期；报告和差异留下';
