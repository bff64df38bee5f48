-- 养老机构运营补贴：一家一个季度一笔，申请、县核、公示、批准、拨付；怎么算出来的和金额一起留着
create table care_subsidy (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  quarter text collate "C" not null,
  state text collate "C" not null default 'applied',
  applied_on date not null,
  applied_by text not null,
  check_by date not null,
  checked_on date,
  checked_by text,
  note text,
  months jsonb,
  amount_fen bigint,
  notice_to date,
  approved_on date,
  approved_by text,
  pay_by date,
  paid_on date,
  document_no text,
  constraint care_subsidy_pkey primary key (id),
  constraint care_subsidy_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_subsidy_quarter check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  constraint care_subsidy_state check (state in ('applied', 'notice', 'approved', 'paid', 'refused')),
  constraint care_subsidy_amount check ((amount_fen is null) = (months is null) and (state in ('applied', 'refused') or amount_fen > 0)),
  constraint care_subsidy_checked check ((state = 'applied') = (checked_on is null) and (checked_on is null) = (checked_by is null)),
  constraint care_subsidy_approved check ((state in ('approved', 'paid')) = (approved_on is not null) and approved_by <> checked_by),
  constraint care_subsidy_paid check ((state = 'paid') = (paid_on is not null) and (paid_on is null) = (document_no is null))
);
comment on table care_subsidy is '养老机构运营补贴：按月按能力等级的在住人数、等级和信用算，算法和金额一起留着';
create unique index care_subsidy_one on care_subsidy (institution_id, quarter) where state <> 'refused';
create index care_subsidy_listed on care_subsidy (division, applied_on, id);
revoke delete on care_subsidy from {{app}};
alter table care_subsidy enable row level security;
create policy care_subsidy_scope on care_subsidy using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
