-- 两份档案合并：租赁前的简单评估也跟到保留的一份（规则见 202611291402）。
insert into person_reference (table_name, column_name, live, within, unit) values
  ('rental_assessment', 'person_id', 'true', null, null);
