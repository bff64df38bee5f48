-- 探访从村（居）委会出发：它在哪里，由村里的人在那里记一次。
create table village_office (
  division text collate "C" not null,
  lon double precision not null,
  lat double precision not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint village_office_pkey primary key (division),
  constraint village_office_division_code check (division ~ '^[0-9]{12}$'),
  constraint village_office_place check (lon between 73 and 136 and lat between 3 and 54)
);
comment on table village_office is '村（居）委会的位置：排探访路线从这里出发';
revoke delete on village_office from {{app}};
alter table village_office enable row level security;
create policy village_office_scope on village_office using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
