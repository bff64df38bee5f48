alter table message add column batch_id uuid;
comment on column message.batch_id is '消息所说的发放批次';
