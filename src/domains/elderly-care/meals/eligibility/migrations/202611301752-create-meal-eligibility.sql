select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 助餐资格（EL-11）：申请核定的；每餐补多少仍在收银时按当天的情况算。
create table meal_eligibility (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  case_id uuid not null,
  category text collate "C" not null,
  from_on date not null,
  ended_on date,
  end_reason text,
  constraint meal_eligibility_pkey primary key (id),
  constraint meal_eligibility_case_key unique (case_id),
  constraint meal_eligibility_case_fkey foreign key (case_id) references service_case (id),
  constraint meal_eligibility_person_fkey foreign key (person_id) references person (id),
  constraint meal_eligibility_division_code check (division ~ '^[0-9]{12}$'),
  constraint meal_eligibility_category check (category in ('M1', 'M2', 'M3', 'M4')),
  constraint meal_eligibility_ended check ((ended_on is null) = (end_reason is null) and ended_on >= from_on)
);
comment on table meal_eligibility is '助餐资格：核定的人和当时的类别';
create unique index meal_eligibility_one on meal_eligibility (person_id) where ended_on is null;
create index meal_eligibility_village on meal_eligibility (division) where ended_on is null;
revoke delete on meal_eligibility from {{app}};
alter table meal_eligibility enable row level security;
create policy meal_eligibility_scope on meal_eligibility using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
create trigger service_case_moves_meal_eligibility after update of division on service_case
  for each row when (old.division is distinct from new.division) execute function follow_division('meal_eligibility', 'case_id');
insert into person_reference (table_name, column_name, live, within, unit) values
  ('meal_eligibility', 'person_id', 'ended_on is null', null, null);

-- 助餐年度公示：每村每年一张名单，只有姓名。
create table meal_notice (
  division text collate "C" not null,
  year integer not null,
  posted_on date not null,
  ends_on date not null,
  persons integer not null,
  document_id uuid not null,
  posted_by text not null,
  constraint meal_notice_pkey primary key (division, year),
  constraint meal_notice_document_fkey foreign key (document_id) references issued_document (id),
  constraint meal_notice_division_code check (division ~ '^[0-9]{12}$'),
  constraint meal_notice_dates check (ends_on >= posted_on and persons > 0)
);
comment on table meal_notice is '助餐补贴年度公示：每村每年一次，名单在公示单里，只有姓名';
revoke update, delete on meal_notice from {{app}};
alter table meal_notice enable row level security;
create policy meal_notice_scope on meal_notice using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
