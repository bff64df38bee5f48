-- 复核安排也管特困（每年一次）：开出以后写明日子，不重复开；还没有安排的特困补上。
alter table benefit_review_plan add column opened_on date;
comment on column benefit_review_plan.opened_on is '这一次复核哪天开出；办结时换成下一次的安排';
comment on table benefit_review_plan is '定期复核安排：上次复核和下次到期日；低保按家庭情况半年或一年，特困每年一次';
create index benefit_review_plan_waiting on benefit_review_plan (due_on, entitlement_id) where opened_on is null;
drop index benefit_review_plan_due;
insert into benefit_review_plan (entitlement_id, division, unsteady, last_on, due_on)
  select t.base_entitlement_id, t.division, false, (t.from_month || '-01')::date, ((t.from_month || '-01')::date + interval '12 months')::date
  from tekun_profile t where t.state <> 'ended' on conflict (entitlement_id) do nothing;
