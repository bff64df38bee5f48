select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 老年食堂的菜单：一天一餐次一份
create table canteen_menu (
  outlet_id uuid not null,
  on_date date not null,
  period text collate "C" not null,
  division text collate "C" not null,
  dishes text not null,
  price_fen bigint not null,
  published_at timestamptz not null,
  published_by text not null,
  constraint canteen_menu_pkey primary key (outlet_id, on_date, period),
  constraint canteen_menu_outlet_fkey foreign key (outlet_id) references care_outlet (id),
  constraint canteen_menu_division_code check (division ~ '^[0-9]{12}$'),
  constraint canteen_menu_period check (period in ('lunch', 'dinner')),
  constraint canteen_menu_price check (price_fen between 1 and 20000)
);
comment on table canteen_menu is '老年食堂菜单：哪天哪一餐、什么菜、多少钱；下一周的星期五以前公布';
revoke delete on canteen_menu from {{app}};
alter table canteen_menu enable row level security;
create policy canteen_menu_scope on canteen_menu using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or outlet_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
alter table care_outlet add menu_told date;
comment on column care_outlet.menu_told is '最近一次提醒没有公布菜单的是哪一周（星期一）';

-- 订餐：一个人一餐次只订一份，订的价格是订那天的
create table meal_order (
  id uuid not null,
  outlet_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  on_date date not null,
  period text collate "C" not null,
  mode text collate "C" not null,
  price_fen bigint not null,
  place bytea,
  channel text collate "C" not null,
  ordered_at timestamptz not null,
  ordered_by text not null,
  ordered_name text not null,
  ordered_person_id uuid,
  state text collate "C" not null default 'ordered',
  meal_id uuid,
  ended_at timestamptz,
  end_reason text,
  constraint meal_order_pkey primary key (id),
  constraint meal_order_outlet_fkey foreign key (outlet_id) references care_outlet (id),
  constraint meal_order_menu_fkey foreign key (outlet_id, on_date, period) references canteen_menu (outlet_id, on_date, period),
  constraint meal_order_person_fkey foreign key (person_id) references person (id),
  constraint meal_order_meal_fkey foreign key (meal_id) references care_meal (id),
  constraint meal_order_division_code check (division ~ '^[0-9]{12}$'),
  constraint meal_order_mode check (mode in ('dine-in', 'delivery')),
  constraint meal_order_place check ((mode = 'delivery') = (place is not null)),
  constraint meal_order_price check (price_fen > 0),
  constraint meal_order_channel check (channel in ('portal', 'phone', 'village')),
  constraint meal_order_state check (state in ('ordered', 'served', 'missed', 'cancelled')),
  constraint meal_order_served check ((state = 'served') = (meal_id is not null)),
  constraint meal_order_ended check ((state in ('missed', 'cancelled')) = (end_reason is not null))
);
comment on table meal_order is '老年食堂订餐：堂食或送餐，取了的连到那一餐，没有取的记下来';
create unique index meal_order_once on meal_order (person_id, on_date, period) where state in ('ordered', 'served');
create unique index meal_order_of_meal on meal_order (meal_id) where meal_id is not null;
create index meal_order_day on meal_order (outlet_id, on_date, period);
create index meal_order_person on meal_order (person_id, on_date);
create index meal_order_left on meal_order (on_date) where state = 'ordered';
revoke delete on meal_order from {{app}};
create trigger meal_order_stays before update on meal_order for each row
  execute function written_stays('outlet_id', 'on_date', 'period', 'mode', 'price_fen', 'ordered_at', 'ordered_by');
alter table meal_order enable row level security;
create policy meal_order_scope on meal_order using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or outlet_id = (select nullif(current_setting('app.unit', true), ''))::uuid
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('meal_order', 'person_id', $$state = 'ordered'$$, null, null),
  ('meal_order', 'ordered_person_id', 'true', null, null);
