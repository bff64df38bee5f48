-- 两份档案合并：后来建的社会救助记录也跟到保留的一份（规则见 202611291402）。
insert into person_reference (table_name, column_name, live, within, unit) values
  ('aid_in_kind', 'person_id', 'true', null, null),
  ('passbook_agreement', 'person_id', 'ended_on is null', null, null),
  ('passbook_agreement', 'keeper_person_id', 'ended_on is null', null, null),
  ('township_decision', 'person_id', 'true', null, null);
