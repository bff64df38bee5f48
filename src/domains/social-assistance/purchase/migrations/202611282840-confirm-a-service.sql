-- 照片只说明有人去过：验收以前须有受助人本人的确认，当场签字，或者由乡镇打电话、上门向本人问过。
-- 已经结算的照旧：两人分开和本人确认只管还没有结算的
alter table service_task drop constraint service_task_two_persons;
alter table service_task add constraint service_task_two_persons check (judged_by <> assigned_by or settlement_id is not null);
alter table service_task add column confirmed_how text collate "C";
alter table service_task add column confirmed_on date;
alter table service_task add column confirmed_by text;
comment on column service_task.confirmed_how is '受助人怎样确认的：签字、电话、当面';
-- 以前报来的：有签字的是签字，回访说属实的是电话
update service_task set confirmed_how = case when signature is not null then 'signature' else 'call' end,
    confirmed_on = case when signature is not null then (reported_at at time zone 'Asia/Shanghai')::date else called_on end,
    confirmed_by = case when signature is not null then reported_by else called_by end
  where state in ('reported', 'accepted', 'refused') and (signature is not null or call_back = 'confirmed');
-- 只凭照片验收合格、还没有结算的，退回待验收，先向本人确认；已经结算的照旧
update service_task set state = 'reported', judged_on = null, judged_by = null, judged_name = null, reason = null, draw_id = null, drawn = false, call_back = null, called_on = null, called_by = null
  where state = 'accepted' and confirmed_how is null and settlement_id is null;
alter table service_task add constraint service_task_confirmed_how check (confirmed_how in ('signature', 'call', 'visit')
  and (confirmed_how is null) = (confirmed_by is null) and (confirmed_how is null) = (confirmed_on is null));
alter table service_task add constraint service_task_signature check (confirmed_how is distinct from 'signature' or signature is not null);
-- 没有本人确认，不能验收合格
alter table service_task add constraint service_task_confirmed check (state <> 'accepted' or confirmed_how is not null or settlement_id is not null);
