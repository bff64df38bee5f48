select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table rental_order (
  id uuid not null,
  unit_id uuid not null,
  item_code text collate "C" not null,
  station_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  state text collate "C" not null,
  reserved_on date not null,
  pick_up_by date not null,
  start_on date,
  due_on date,
  returned_on date,
  monthly_rent_fen bigint not null,
  deposit_fen bigint,
  refund_due date,
  refunded_on date,
  rent_fen bigint,
  subsidy_fen bigint,
  own_fen bigint,
  loss_fen bigint not null default 0,
  overdue_days integer,
  standings bytea,
  contract_id uuid,
  created_at timestamptz not null,
  created_by text not null,
  version integer not null default 1,
  constraint rental_order_pkey primary key (id),
  constraint rental_order_unit_fkey foreign key (unit_id) references device_unit (id),
  constraint rental_order_station_fkey foreign key (station_id) references device_station (id),
  constraint rental_order_person_fkey foreign key (person_id) references person (id),
  constraint rental_order_division_code check (division ~ '^[0-9]{12}$'),
  constraint rental_order_state check (state in ('reserved', 'out', 'returned', 'cancelled', 'lost')),
  constraint rental_order_out check ((state in ('out', 'returned', 'lost')) = (start_on is not null) and (start_on is null) = (due_on is null) and (start_on is null) = (deposit_fen is null)),
  constraint rental_order_back check ((state in ('returned', 'lost')) = (returned_on is not null) and (returned_on is null) = (rent_fen is null)
    and (rent_fen is null) = (subsidy_fen is null) and (rent_fen is null) = (own_fen is null)),
  constraint rental_order_shares check (rent_fen = subsidy_fen + own_fen and subsidy_fen >= 0 and own_fen >= 0),
  constraint rental_order_days check (due_on > start_on and returned_on >= start_on)
);
comment on table rental_order is '租赁订单：预约、合同和押金、使用、归还、结算；享受补贴的身份加密';
create unique index rental_order_active on rental_order (unit_id) where state in ('reserved', 'out');
create index rental_order_station on rental_order (station_id, state, due_on, id);
create index rental_order_person on rental_order (person_id, id);
create index rental_order_unit on rental_order (unit_id, id);
revoke delete on rental_order from {{app}};
alter table rental_order enable row level security;
create policy rental_order_scope on rental_order using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

create table rental_subsidy (
  order_id uuid not null,
  year integer not null,
  person_id uuid not null,
  division text collate "C" not null,
  subsidy_fen bigint not null,
  constraint rental_subsidy_pkey primary key (order_id, year),
  constraint rental_subsidy_order_fkey foreign key (order_id) references rental_order (id),
  constraint rental_subsidy_amount check (subsidy_fen >= 0)
);
comment on table rental_subsidy is '租赁补贴：每个订单每个自然年一行，按人按年封顶';
create index rental_subsidy_person on rental_subsidy (person_id, year);
revoke update, delete on rental_subsidy from {{app}};
alter table rental_subsidy enable row level security;
create policy rental_subsidy_scope on rental_subsidy using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 封顶要看全市：只回答某人某年已经享受多少，不回答在哪里租了什么。
create function rental_subsidy_of(wanted_person uuid) returns table (year integer, fen bigint)
  language sql stable security definer set search_path from current
  begin atomic
    select s.year, sum(s.subsidy_fen)::bigint from rental_subsidy s where s.person_id = wanted_person group by s.year;
  end;
