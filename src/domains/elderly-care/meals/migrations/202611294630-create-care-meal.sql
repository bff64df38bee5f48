select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 老年助餐：一人一餐次全市只补一次，别的县也算。
create table care_meal (
  id uuid not null,
  outlet_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  on_date date not null,
  period text collate "C" not null,
  mode text collate "C" not null,
  way text collate "C" not null,
  category text collate "C",
  price_fen bigint not null,
  subsidy_fen bigint not null,
  why_none text,
  served_at timestamptz not null,
  served_by text not null,
  voided_at timestamptz,
  void_reason text,
  constraint care_meal_pkey primary key (id),
  constraint care_meal_outlet_fkey foreign key (outlet_id) references care_outlet (id),
  constraint care_meal_person_fkey foreign key (person_id) references person (id),
  constraint care_meal_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_meal_period check (period in ('lunch', 'dinner')),
  constraint care_meal_mode check (mode in ('dine-in', 'delivery')),
  constraint care_meal_way check (way in ('code', 'card', 'name-book')),
  constraint care_meal_category check (category in ('M1', 'M2', 'M3', 'M4')),
  constraint care_meal_amount check (price_fen > 0 and subsidy_fen >= 0 and subsidy_fen <= price_fen and (subsidy_fen = 0 or category is not null)),
  constraint care_meal_voided check ((voided_at is null) = (void_reason is null))
);
comment on table care_meal is '老年助餐：每一餐的餐价、补贴和核验';
create unique index care_meal_once on care_meal (person_id, on_date, period) where subsidy_fen > 0 and voided_at is null;
create index care_meal_outlet on care_meal (outlet_id, on_date, served_at);
revoke delete on care_meal from {{app}};
alter table care_meal enable row level security;
create policy care_meal_scope on care_meal using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_meal', 'person_id', 'false', null, null);
