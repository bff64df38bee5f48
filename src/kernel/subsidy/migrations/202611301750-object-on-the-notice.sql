-- 公示期间任何人自己提的异议：说的话、姓名、电话只给核实的人看，加密存放
alter table subsidy_review add column content bytea;
alter table subsidy_review add constraint subsidy_review_content check (content is null or kind = 'objection');
comment on column subsidy_review.content is '公示页上自己提的异议：意见、姓名、电话（加密）';
