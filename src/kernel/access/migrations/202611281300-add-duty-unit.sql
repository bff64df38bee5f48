alter table duty add column unit_id uuid;
comment on column duty.unit_id is '所在机构：机构用户只看本机构的记录（行级安全按 app.unit 判断）';
