create table township_sample (
  county text collate "C" not null,
  month text collate "C" not null,
  seed text collate "C" not null,
  rate text collate "C" not null,
  decisions integer not null,
  drawn integer not null,
  drawn_on date not null,
  constraint township_sample_pkey primary key (county, month),
  constraint township_sample_county check (county ~ '^[0-9]{6}000000$'),
  constraint township_sample_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint township_sample_seed check (seed ~ '^[0-9a-f]{32}$'),
  constraint township_sample_counts check (drawn between 1 and decisions)
);
comment on table township_sample is '委托乡镇确认的抽查：每县每月抽一次，种子留存，审计可据此重算；只追加';
revoke update, delete on township_sample from {{app}};

create table township_decision (
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  county text collate "C" not null,
  what text collate "C" not null,
  month text collate "C" not null,
  decided_on date not null,
  decided_by text not null,
  decided_name text not null,
  sampled boolean,
  due_on date,
  verdict text collate "C",
  note bytea,
  checked_on date,
  checked_by text,
  checked_name text,
  remedy_case_id uuid,
  overdue_told_on date,
  constraint township_decision_pkey primary key (case_id),
  constraint township_decision_case_fkey foreign key (case_id) references service_case (id),
  constraint township_decision_person_fkey foreign key (person_id) references person (id),
  constraint township_decision_remedy_fkey foreign key (remedy_case_id) references service_case (id),
  constraint township_decision_division_code check (division ~ '^[0-9]{12}$'),
  constraint township_decision_county check (county = left(division, 6) || '000000'),
  constraint township_decision_what check (what in ('confirm', 'recognise', 'refuse', 'decide')),
  constraint township_decision_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint township_decision_due check ((sampled is true) = (due_on is not null)),
  constraint township_decision_verdict check (verdict in ('agreed', 'wrong')),
  -- 抽中的才查；查的人不是作决定的人；不对的写明理由
  constraint township_decision_checked check ((verdict is null) = (checked_by is null) and (verdict is null or sampled)),
  constraint township_decision_two_persons check (decided_by <> checked_by),
  constraint township_decision_reason check (verdict is distinct from 'wrong' or note is not null),
  constraint township_decision_remedied check (remedy_case_id is null or verdict = 'wrong')
);
comment on table township_decision is '委托乡镇作出的决定：每月由县民政局抽查，抽没抽中、查得怎样、错了在哪一件里重新办理；情况说明加密';
create index township_decision_undrawn on township_decision (county, month) where sampled is null;
create index township_decision_open on township_decision (due_on, case_id) where sampled and verdict is null;
create index township_decision_done on township_decision (checked_on, case_id) where verdict is not null;
create index township_decision_drawn on township_decision (county, month) where sampled;
create index township_decision_remedy on township_decision (remedy_case_id) where remedy_case_id is not null;
revoke delete on township_decision from {{app}};

alter table township_decision enable row level security;
create policy township_decision_scope on township_decision using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
-- 抽签按县：本县和上级看得到
alter table township_sample enable row level security;
create policy township_sample_scope on township_sample using (
  county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')));
