-- 派出去又不能做的（人去世、迁走、不愿意）可以撤回；撤回的、验收不合格的不再占合同的次数。撤回以后同一天可以重新派。
alter table service_task drop constraint service_task_state;
alter table service_task add constraint service_task_state check (state in ('planned', 'withdrawn', 'reported', 'accepted', 'refused'));
alter table service_task drop constraint service_task_evidence;
alter table service_task add constraint service_task_evidence check (state in ('planned', 'withdrawn') or (began_at is not null and minutes > 0
  and (visit is not null or (latitude is not null and longitude is not null and worker is not null)) and (photo is not null or signature is not null)));
alter table service_task drop constraint service_task_refused;
alter table service_task add constraint service_task_refused check (state not in ('refused', 'withdrawn') or reason is not null);
alter table service_task drop constraint service_task_once;
create unique index service_task_once on service_task (contract_id, person_id, planned_on) where state <> 'withdrawn';
update service_contract c set assigned_count = (select count(*) from service_task t where t.contract_id = c.id and t.state <> 'refused');
