-- 虚拟养老院给会员约的上门服务；核实的单上哪一张月度账单，只上一张
alter table home_care_order drop constraint home_care_order_channel;
alter table home_care_order add constraint home_care_order_channel check (channel in ('portal', 'phone', 'village', 'office', 'virtual-home'));
alter table home_care_order add virtual_statement_id uuid,
  add constraint home_care_order_virtual_fkey foreign key (virtual_statement_id) references virtual_home_statement (id),
  add constraint home_care_order_virtual check (virtual_statement_id is null or verified_at is not null);
comment on column home_care_order.virtual_statement_id is '上了哪一张虚拟养老院月度账单';
create index home_care_order_unstated on home_care_order (person_id, verified_at) where verified_at is not null and virtual_statement_id is null;
create index home_care_order_stated on home_care_order (virtual_statement_id) where virtual_statement_id is not null;
-- 村、乡镇替老人申请时要看得到本县的服务商（名册本来就公开）
drop policy home_care_provider_scope on home_care_provider;
create policy home_care_provider_scope on home_care_provider using (
  ((select nullif(current_setting('app.unit', true), '')) is null and (
    (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
    or left(division, 6) = left((select nullif(current_setting('app.lo', true), '')), 6)))
  or id = (select nullif(current_setting('app.unit', true), ''))::uuid);
