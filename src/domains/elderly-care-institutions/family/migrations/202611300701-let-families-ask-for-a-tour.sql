-- 参观预约：还没有入住的家庭来看看，没有在住的老人
alter table care_request alter column stay_id drop not null;
alter table care_request drop constraint care_request_kind;
alter table care_request add constraint care_request_kind check (kind in ('leave', 'visit', 'tour'));
alter table care_request drop constraint care_request_slot;
alter table care_request add constraint care_request_slot check ((kind <> 'leave') = (slot is not null) and slot in ('morning', 'afternoon'));
alter table care_request add constraint care_request_stay check ((kind = 'tour') = (stay_id is null));
alter table care_request add constraint care_request_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade;
comment on table care_request is '家属的请假、探访和参观预约：报备的时间按提出的时间算；内容和答复加密';
create unique index care_request_one_tour on care_request (institution_id, asked_by, from_on, slot) where kind = 'tour' and state in ('asked', 'agreed');
create index care_request_asker on care_request (asked_by, asked_at) where kind = 'tour';
create index care_request_slots on care_request (institution_id, from_on, slot) where kind <> 'leave' and state in ('asked', 'agreed');
