-- 评估的内容保存十年（假定，标准 ASSESS-KEEP）：到期抹去评分、诊断、签名的编号，留下哪天由谁评过
alter table capacity_assessment add column forgotten_on date;
comment on column capacity_assessment.forgotten_on is '保存期满，内容抹去的日子';
alter table capacity_assessment drop constraint capacity_assessment_scored;
alter table capacity_assessment add constraint capacity_assessment_scored check (
  (forgotten_on is not null and content is null and scored_on is not null)
  or (forgotten_on is null and (scored_on is null) = (content is null) and (state not in ('scored', 'told', 'in-force') or content is not null)));
create index capacity_assessment_kept on capacity_assessment (scored_on, id) where content is not null;
