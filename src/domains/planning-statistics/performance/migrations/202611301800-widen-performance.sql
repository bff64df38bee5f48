-- 考核评估不只是社会救助的：党政绩效、平安建设、年终目标管理同一张表；一项可以是规划的目标，分子可以比分母大。
alter table performance_plan add column scheme text collate "C" not null default 'assistance';
alter table performance_plan alter column scheme drop default;
alter table performance_plan drop constraint performance_plan_once;
alter table performance_plan add constraint performance_plan_once unique (division, scheme, kind, year);
alter table performance_plan add constraint performance_plan_scheme check (scheme in ('assistance', 'government', 'safety', 'yearend')
  and (kind = 'year' or scheme = 'assistance'));
comment on table performance_plan is '考核评估方案：哪一种考核、年度（社会救助还有规划中期和末期）；指标、规划目标、分值、数据截止日、谁起草谁批准、公布的结论';

alter table performance_sheet add column scheme text collate "C" not null default 'assistance';
alter table performance_sheet alter column scheme drop default;

alter table performance_score drop constraint performance_score_kind;
alter table performance_score add constraint performance_score_kind check (kind in ('figure', 'goal', 'judged'));
alter table performance_score drop constraint performance_score_figure;
alter table performance_score add constraint performance_score_figure check ((kind = 'judged') = (indicator is null));
alter table performance_score drop constraint performance_score_counted;
alter table performance_score add constraint performance_score_counted check ((counted_on is null) = (num is null) and (num is null) = (den is null)
  and (num is null) = (target is null) and (counted_on is null or kind <> 'judged') and num >= 0 and den >= 0 and (kind <> 'figure' or num <= den));
comment on table performance_score is '考核评估的一项：指标和规划目标由系统数出，评分项由县自评、市评分；一项可以提一次异议；文字加密';
