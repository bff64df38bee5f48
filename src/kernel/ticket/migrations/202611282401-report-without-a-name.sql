-- 网上的举报可以不留电话：不能回访的，凭查询码看答复，答复以后可以直接办结
alter table ticket add column callable boolean not null default true;
alter table ticket add column receipt text collate "C";
alter table ticket add constraint ticket_receipt_key unique (receipt);
alter table ticket add constraint ticket_receipt check (receipt ~ '^[0-9a-f]{64}$');
alter table ticket drop constraint ticket_closed;
alter table ticket add constraint ticket_closed check (
  (state = 'closed') = (closed_at is not null) and (closed_at is null or called_back_at is not null or not callable));
comment on table ticket is '工单：来电、来访、网上举报的登记、派单、办理、答复、回访、办结；来电人和诉求加密，查询码只存摘要';
