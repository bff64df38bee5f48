-- 一次性救助的公示写“一次性”，不写“每月”。
alter table public_notice add column once boolean not null default false;
comment on column public_notice.once is '金额是一次性的（临时救助），否则为每月';
