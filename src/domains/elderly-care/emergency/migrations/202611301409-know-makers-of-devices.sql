select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 一个厂家的设备同时都没有信号，是厂家的平台出了故障：状态未知，不当成几百台失联
alter table care_device add maker text;
comment on column care_device.maker is '厂家（谁的平台）；没有登记的各算各的';
create index care_device_maker on care_device (maker) where state = 'in-use' and maker is not null;

create table care_device_outage (
  id uuid not null,
  maker text not null,
  division text collate "C" not null,
  devices integer not null,
  silent integer not null,
  since timestamptz not null,
  ended_at timestamptz,
  constraint care_device_outage_pkey primary key (id),
  constraint care_device_outage_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_device_outage_counts check (devices > 0 and silent between 1 and devices)
);
comment on table care_device_outage is '厂家平台没有信号的时候：从什么时候起，多少台里有多少台';
create unique index care_device_outage_open on care_device_outage (maker) where ended_at is null;
revoke delete on care_device_outage from {{app}};
alter table care_device_outage enable row level security;
create policy care_device_outage_scope on care_device_outage using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or division = left((select nullif(current_setting('app.lo', true), '')), 4) || '00000000');
insert into division_kept (table_name, column_name, reason) values ('care_device_outage', 'division', '全市');
