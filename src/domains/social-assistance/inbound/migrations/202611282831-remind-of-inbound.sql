alter table inbound_check
  add column amber_on date,
  add column reminded_on date;
-- What is under way already is reminded of on its last day.
update inbound_check set amber_on = due_on;
alter table inbound_check
  alter column amber_on set not null,
  add constraint inbound_check_amber check (amber_on between received_on and due_on);
comment on column inbound_check.amber_on is '快到期的那一天：从这天起提醒核对中心一次';
create index inbound_check_amber on inbound_check (amber_on, id) where closed_at is null and reminded_on is null;
