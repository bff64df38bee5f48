-- 探访台账的年度复核：每份每年核一次还对不对；没有复核过的从进册那天算
alter table visit_standing add column reviewed_on date;
alter table visit_standing add column reviewed_name text;
alter table visit_standing add constraint visit_standing_reviewed check ((reviewed_on is null) = (reviewed_name is null));
comment on column visit_standing.reviewed_on is '最近一次年度复核，或者登记情况的日子';
create index visit_standing_ledger on visit_standing (reviewed_on);
