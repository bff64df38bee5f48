create table benefit_review (
  case_id uuid not null,
  entitlement_id uuid not null,
  person_id uuid not null,
  household_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  since_month text collate "C",
  due_on date not null,
  opened_on date not null,
  change text collate "C",
  decided_on date,
  constraint benefit_review_pkey primary key (case_id),
  constraint benefit_review_case_fkey foreign key (case_id) references service_case (id),
  constraint benefit_review_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint benefit_review_person_fkey foreign key (person_id) references person (id),
  constraint benefit_review_division_code check (division ~ '^[0-9]{12}$'),
  constraint benefit_review_since check (since_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint benefit_review_kind check (kind in ('periodic', 'change', 'death', 'warning', 'standard', 'move')),
  constraint benefit_review_change check (change in ('unchanged', 'not-marked', 'increase', 'decrease', 'gradual', 'stop', 'dismissed')),
  constraint benefit_review_decided check ((change is null) = (decided_on is null))
);
comment on table benefit_review is '动态复核任务：为什么复核、应在哪天前办完、结果如何；同一待遇同时只有一件';
create unique index benefit_review_open on benefit_review (entitlement_id) where change is null;
create index benefit_review_entitlement on benefit_review (entitlement_id, opened_on);
create index benefit_review_gradual on benefit_review (household_id) where change = 'gradual';
revoke delete on benefit_review from {{app}};

create table benefit_review_plan (
  entitlement_id uuid not null,
  division text collate "C" not null,
  unsteady boolean not null,
  last_on date not null,
  due_on date not null,
  constraint benefit_review_plan_pkey primary key (entitlement_id),
  constraint benefit_review_plan_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint benefit_review_plan_order check (due_on > last_on)
);
comment on table benefit_review_plan is '定期复核安排：上次复核和下次到期日；收入不稳定且有劳动能力成员的半年一次，其他每年一次';
create index benefit_review_plan_due on benefit_review_plan (due_on);
revoke delete on benefit_review_plan from {{app}};

alter table benefit_review enable row level security;
create policy benefit_review_scope on benefit_review using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
alter table benefit_review_plan enable row level security;
create policy benefit_review_plan_scope on benefit_review_plan using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
