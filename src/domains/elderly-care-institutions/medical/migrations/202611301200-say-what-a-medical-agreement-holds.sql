-- 医养协议最少有的内容：每周巡诊的日子、绿色通道、双向转诊、急救联系人
alter table care_medical_link
  add column round_day text collate "C",
  add column green boolean not null default false,
  add column referral boolean not null default false,
  add column contact text,
  add column contact_phone text,
  add column round_told date;
-- 以前登记的协议四项都勾过，没有写明的照纸质协议
update care_medical_link set round_day = 'any', green = true, referral = true, contact = '见协议', contact_phone = '见协议' where kind = 'agreement';
alter table care_medical_link
  add constraint care_medical_link_round check (round_day in ('0', '1', '2', '3', '4', '5', '6', 'any')),
  add constraint care_medical_link_agreed check (
    kind <> 'agreement' or (round_day is not null and green and referral and contact is not null and contact_phone is not null));
alter table care_medical_link add constraint care_medical_link_at unique (id, institution_id, division);
comment on column care_medical_link.round_told is '哪天提醒过没有巡诊';
