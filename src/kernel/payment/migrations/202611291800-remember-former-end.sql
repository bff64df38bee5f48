-- 终止提前的（渐退期内去世），原来的止月和原因记下来：提前的原因不成立时照原来的终止。
alter table entitlement add column former_to_month text collate "C";
alter table entitlement add column former_end_reason text;
alter table entitlement add constraint entitlement_former_end check ((former_to_month is null) = (former_end_reason is null));
comment on column entitlement.former_to_month is '这次终止以前已经定下的最后月份；撤销这次终止时恢复';
comment on column entitlement.former_end_reason is '这次终止以前已经定下的终止原因';
