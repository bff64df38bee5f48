-- 多发由发放能力提出、经人确认后告知一次；两项补贴不再另记一遍。
drop table subsidy_overpaid;
