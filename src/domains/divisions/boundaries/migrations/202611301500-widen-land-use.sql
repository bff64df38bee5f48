-- 市外的毗邻单位不在本市的区划树里：记下名称和代码，本市一侧总是在前；两个乡镇之间的跨界用地由县里调解，调解以后不同意的一侧可以再表一次态。
alter table boundary_line add column beyond text;
alter table boundary_line drop constraint boundary_line_order;
alter table boundary_line add constraint boundary_line_order check (beyond is not null or division < other_division);
alter table boundary_line add constraint boundary_line_beyond check (beyond <> '' and (beyond is null or level = 'county'));
comment on column boundary_line.beyond is '市外毗邻单位的名称，它的代码在other_division；两侧都在本市的为空';

alter table boundary_land_use add column mediated integer not null default 0;
alter table boundary_land_use add constraint boundary_land_use_mediated check (mediated >= 0);
comment on column boundary_land_use.mediated is '调解过几次：不同意的一侧每次调解以后可以再表一次态';

alter table boundary_land_use_answer add column round integer not null default 0;
alter table boundary_land_use_answer drop constraint boundary_land_use_answer_pkey;
alter table boundary_land_use_answer add constraint boundary_land_use_answer_pkey primary key (use_id, division, round);
comment on table boundary_land_use_answer is '跨界用地两侧的意见：一侧一次，不能改；调解以后再表的态另记一条';
