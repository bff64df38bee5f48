-- 个人的待遇（残疾人两项补贴等）不依附家庭。
alter table entitlement alter column household_id drop not null;
comment on column entitlement.household_id is '按户发放的家庭；个人的待遇为空';
alter table payment_line alter column household_id drop not null;

-- 一次性的待遇（临时救助）同一人同一月可以有几笔，以事由区分；按月的待遇事由为空，同一项同一人同一月只有一项。
alter table entitlement add column cause text collate "C" not null default '';
alter table entitlement drop constraint entitlement_one_holder;
alter table entitlement add constraint entitlement_one_holder exclude using gist (programme with =, person_id with =, cause with =, months with &&);
comment on column entitlement.cause is '一次性待遇的事由（如办件编号）；按月的待遇为空';
comment on column payment_line.cause is '重发时为被退回的明细编号；其他与待遇的事由相同';
