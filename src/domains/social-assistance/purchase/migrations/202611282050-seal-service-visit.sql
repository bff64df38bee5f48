-- 谁、在哪里上的门，是受助人家在哪里：与服务记录一样加密。以前明文的，由平台每天的任务加密后清空。
alter table service_task add column visit bytea;
comment on column service_task.visit is '服务人员和坐标，加密';
comment on column service_task.worker is '以前的明文，加密后清空；新的只在 visit';
alter table service_task drop constraint service_task_evidence;
-- 服务凭证：时间、地点、受助人签字或照片，缺一不能报完成
alter table service_task add constraint service_task_evidence check (state = 'planned' or (began_at is not null and minutes > 0
  and (visit is not null or (latitude is not null and longitude is not null and worker is not null)) and (photo is not null or signature is not null)));
create index service_task_plain on service_task (id) where worker is not null;
create index service_task_provider_time on service_task (provider_id, began_at);
