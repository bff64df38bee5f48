-- The days on which offices rest or work against the week: the yearly notice of the State Council, and a county's own days.
create table holiday (
  division text collate "C" not null,
  date date not null,
  kind text collate "C" not null,
  name text not null,
  source text not null,
  provisional boolean not null,
  entered_by text not null,
  entered_at timestamptz not null,
  constraint holiday_pkey primary key (division, date),
  constraint holiday_division_code check (division ~ '^[0-9]{12}$'),
  constraint holiday_kind check (kind in ('holiday', 'workday'))
);
comment on table holiday is '放假和调休上班的日子；division为本市的全市有效，为县（市、区）的只在本县有效';
comment on column holiday.provisional is '暂定：国务院办公厅当年通知尚未发布';
create index holiday_date on holiday (date);

-- Everybody counts by it; only the city enters it.
alter table holiday enable row level security;
create policy holiday_read on holiday for select using (true);
create policy holiday_write on holiday using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
