-- 跨省通办、跨县通办：受理窗口和业务属地不是同一个地方。收件在受理窗口，3个工作日内推送到户籍地；结果由受理窗口告知。
create table subsidy_filing (
  id uuid not null,
  direction text collate "C" not null,
  division text collate "C" not null,
  window_name text not null,
  payer text collate "C" not null,
  payer_name text not null,
  applicant_name text not null,
  content bytea not null,
  filed_on date not null,
  complete_on date not null,
  push_by date not null,
  pushed_on date,
  case_id uuid,
  decided_on date,
  feedback_by date,
  fed_back_on date,
  result text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint subsidy_filing_pkey primary key (id),
  constraint subsidy_filing_case_fkey foreign key (case_id) references service_case (id),
  constraint subsidy_filing_division_code check (division ~ '^[0-9]{12}$'),
  constraint subsidy_filing_payer_code check (payer ~ '^[0-9]{12}$'),
  constraint subsidy_filing_direction check (direction in ('out', 'in')),
  constraint subsidy_filing_dates check (filed_on <= complete_on and complete_on <= pushed_on and pushed_on <= decided_on and decided_on <= fed_back_on),
  constraint subsidy_filing_in check (direction = 'out' or (pushed_on is not null and case_id is not null)),
  constraint subsidy_filing_decided check ((decided_on is null) = (feedback_by is null) and (fed_back_on is null or result is not null))
);
comment on table subsidy_filing is '两项补贴异地收件：从受理窗口推送到户籍地，结果反馈给申请人';
comment on column subsidy_filing.direction is 'out：本地窗口收件，推送到户籍地；in：外地窗口收件，推送到本地';
create unique index subsidy_filing_case on subsidy_filing (case_id, direction);
create index subsidy_filing_open on subsidy_filing (division, push_by, id) where fed_back_on is null;
revoke delete on subsidy_filing from {{app}};
alter table subsidy_filing enable row level security;
create policy subsidy_filing_scope on subsidy_filing using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
