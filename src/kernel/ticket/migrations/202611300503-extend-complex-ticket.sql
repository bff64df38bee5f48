-- 复杂的投诉举报延长一次，从登记那天重新算
alter table ticket add column complex boolean not null default false;
