-- 照片相像：同一个人在别家走访、服务时用过差不多的照片，标出来核实
alter table elder_visit add column photo_likeness bit(64);
comment on column elder_visit.photo_likeness is '走访照片的指纹；只和同一个走访人近期在别家的比';
alter table home_care_order add column photo_likeness bit(64);
comment on column home_care_order.photo_likeness is '签退照片的指纹；只和同一名护理员近期的比';
