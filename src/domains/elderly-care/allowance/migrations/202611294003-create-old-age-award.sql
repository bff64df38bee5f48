select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 高龄津贴的待遇状态：金额、月份由待遇（entitlement）管，这里是最近一次告知本人和别的业务的状态，和年度认证的期限。
create table old_age_award (
  entitlement_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null default 'active',
  amount_fen bigint not null,
  from_month text collate "C" not null,
  last_month text collate "C",
  reason text,
  suspended_from text collate "C",
  moved_last text collate "C",
  case_id uuid,
  check_due_on date not null,
  reminded_for date,
  changed_at timestamptz not null,
  constraint old_age_award_pkey primary key (entitlement_id),
  constraint old_age_award_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint old_age_award_person_fkey foreign key (person_id) references person (id),
  constraint old_age_award_case_fkey foreign key (case_id) references service_case (id),
  constraint old_age_award_division_code check (division ~ '^[0-9]{12}$'),
  constraint old_age_award_state check (state in ('active', 'suspended', 'ended')),
  constraint old_age_award_ended check ((state = 'ended') = (last_month is not null and reason is not null)),
  constraint old_age_award_suspended check ((state = 'suspended') = (suspended_from is not null))
);
comment on table old_age_award is '高龄津贴：在享、暂停、停发，年度认证的期限';
create index old_age_award_person on old_age_award (person_id);
create index old_age_award_list on old_age_award (division, state, person_id);
create index old_age_award_check on old_age_award (check_due_on, entitlement_id) where state <> 'ended';
revoke delete on old_age_award from {{app}};
alter table old_age_award enable row level security;
create policy old_age_award_scope on old_age_award using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 户籍在本县以内迁移：跟着待遇走。
create trigger entitlement_moves_old_age_award after update of division on entitlement
  for each row when (old.division is distinct from new.division) execute function follow_division('old_age_award', 'entitlement_id');

-- 年度公示：每村每年一张名单。
create table old_age_notice (
  division text collate "C" not null,
  year integer not null,
  posted_on date not null,
  ends_on date not null,
  persons integer not null,
  document_id uuid not null,
  posted_by text not null,
  constraint old_age_notice_pkey primary key (division, year),
  constraint old_age_notice_document_fkey foreign key (document_id) references issued_document (id),
  constraint old_age_notice_division_code check (division ~ '^[0-9]{12}$'),
  constraint old_age_notice_dates check (ends_on >= posted_on and persons > 0)
);
comment on table old_age_notice is '高龄津贴年度公示：每村每年一次，名单在公示单里';
revoke delete on old_age_notice from {{app}};
alter table old_age_notice enable row level security;
create policy old_age_notice_scope on old_age_notice using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

insert into person_reference (table_name, column_name, live, within, unit) values
  ('old_age_award', 'person_id', 'true', null, 'entitlement_id');
