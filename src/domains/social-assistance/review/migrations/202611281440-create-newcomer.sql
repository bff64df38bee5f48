-- 复核中登记的新家人：首次申请表里没有的成员。从哪天起计入、现在怎样生活，是家庭的事实；这里只记是谁。
create table family_newcomer (
  household_id uuid not null,
  ref text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null,
  relation text collate "C" not null,
  reason text collate "C" not null,
  joined_on date not null,
  case_id uuid not null,
  identity bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint family_newcomer_pkey primary key (household_id, ref),
  constraint family_newcomer_once unique (household_id, person_id),
  constraint family_newcomer_household_fkey foreign key (household_id) references household (id),
  constraint family_newcomer_person_fkey foreign key (person_id) references person (id),
  constraint family_newcomer_case_fkey foreign key (case_id) references service_case (id),
  constraint family_newcomer_division_code check (division ~ '^[0-9]{12}$'),
  constraint family_newcomer_ref check (ref ~ '^n[1-9][0-9]?$'),
  constraint family_newcomer_reason check (reason in ('birth', 'marriage', 'return', 'moved-in', 'adoption', 'other'))
);
comment on table family_newcomer is '复核中登记的新家人：出生、结婚、迁入等；姓名和身份证号码加密';
create index family_newcomer_of_person on family_newcomer (person_id);
create index family_newcomer_of_case on family_newcomer (case_id);
revoke update, delete on family_newcomer from {{app}};
-- 只为换钥匙。
grant update (identity) on family_newcomer to {{app}};
alter table family_newcomer enable row level security;
create policy family_newcomer_scope on family_newcomer using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
