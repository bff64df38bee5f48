-- 服务商自己的位置；确认、出示码用的是哪一部手机（只存摘要），看得出一部手机替许多老人办
alter table home_care_provider add place text;
comment on column home_care_provider.place is '服务商自己的位置：签到在这里的，结算时标出来查';
alter table home_care_order add verified_device bytea;
comment on column home_care_order.verified_device is '在哪一部手机上确认的，只存摘要';
alter table care_code add device bytea;
comment on column care_code.device is '码在哪一部手机上出示，只存摘要';
alter table care_meal add device bytea;
comment on column care_meal.device is '码在哪一部手机上出示，只存摘要';
