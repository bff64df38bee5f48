-- 两份档案合并：后来建的发放记录也跟到保留的一份（规则见 202611291402）。
insert into person_reference (table_name, column_name, live, within, unit) values
  ('court_application', 'person_id', 'true', null, null),
  ('entitlement_payee', 'for_dead', 'true', null, 'entitlement_id');
