-- 疑似重复要按名称在同一张表里找：没有这个索引，十万行的表要每行看一遍全表。
create index project_named on project (table_id, name);
