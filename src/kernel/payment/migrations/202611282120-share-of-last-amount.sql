-- 渐退期按最后一次的金额发：以前月份的金额改了，这个金额跟着改。
alter table entitlement_version add column last_share text collate "C";
alter table entitlement_version add constraint entitlement_version_share check (last_share ~ '^[0-9]+(\.[0-9]+)?$');
comment on column entitlement_version.last_share is '金额是前一个月的几倍（渐退期为1）；空着表示金额自己有依据';
