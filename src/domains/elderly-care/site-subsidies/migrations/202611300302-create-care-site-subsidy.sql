-- 社区养老服务设施补贴：一处、一个用途、一年（建设的一次）一笔；别的项目给过同一用途的，不再给
create table care_site_subsidy (
  id uuid not null,
  site_id uuid not null,
  division text collate "C" not null,
  purpose text collate "C" not null,
  year integer,
  state text collate "C" not null default 'applied',
  applied_on date not null,
  applied_by text not null,
  check_by date not null,
  checked_on date,
  checked_by text,
  note text,
  basis jsonb,
  amount_fen bigint,
  notice_to date,
  approved_on date,
  approved_by text,
  pay_by date,
  paid_on date,
  document_no text,
  constraint care_site_subsidy_pkey primary key (id),
  constraint care_site_subsidy_site_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  constraint care_site_subsidy_purpose check (purpose in ('run', 'build') and (purpose = 'run') = (year is not null)),
  constraint care_site_subsidy_state check (state in ('applied', 'notice', 'approved', 'paid', 'refused')),
  constraint care_site_subsidy_checked check ((state = 'applied') = (checked_on is null) and (checked_on is null) = (checked_by is null)),
  constraint care_site_subsidy_amount check ((amount_fen is null) = (basis is null) and (state in ('applied', 'refused') or amount_fen > 0)),
  constraint care_site_subsidy_approved check ((state in ('approved', 'paid')) = (approved_on is not null) and approved_by <> checked_by),
  constraint care_site_subsidy_paid check ((state = 'paid') = (paid_on is not null) and (paid_on is null) = (document_no is null))
);
comment on table care_site_subsidy is '养老服务设施补贴：运营的按年度等次和开放满天数的月份，建设的验收以后一次；算法和金额一起留着';
create unique index care_site_subsidy_one on care_site_subsidy (site_id, purpose, coalesce(year, 0)) where state <> 'refused';
create index care_site_subsidy_listed on care_site_subsidy (division, applied_on, id);
revoke delete on care_site_subsidy from {{app}};

create table care_site_funding (
  id uuid not null,
  site_id uuid not null,
  division text collate "C" not null,
  purpose text collate "C" not null,
  year integer,
  programme text not null,
  amount_fen bigint not null,
  document_no text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  entered_name text not null,
  constraint care_site_funding_pkey primary key (id),
  constraint care_site_funding_site_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  constraint care_site_funding_purpose check (purpose in ('run', 'build') and (purpose = 'run') = (year is not null)),
  constraint care_site_funding_amount check (amount_fen > 0)
);
comment on table care_site_funding is '别的项目给设施的钱（福彩公益金、乡村振兴等）：同一处同一用途只能一个项目给';
create unique index care_site_funding_one on care_site_funding (site_id, purpose, coalesce(year, 0));
create index care_site_funding_listed on care_site_funding (division, entered_at);
revoke update, delete on care_site_funding from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_site_subsidy', 'care_site_funding'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
