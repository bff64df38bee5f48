-- 退住：老人或代理人提前说哪天走，机构答复；还没有答复的一次只有一份
alter table care_request drop constraint care_request_kind;
alter table care_request add constraint care_request_kind check (kind in ('leave', 'visit', 'tour', 'departure'));
alter table care_request drop constraint care_request_slot;
alter table care_request add constraint care_request_slot check ((kind in ('visit', 'tour')) = (slot is not null) and slot in ('morning', 'afternoon'));
comment on table care_request is '家属的请假、探访、参观和退住：报备的时间按提出的时间算；内容和答复加密';
create unique index care_request_one_departure on care_request (stay_id) where kind = 'departure' and state = 'asked';
