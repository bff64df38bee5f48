create table assistance_unit (
  id uuid not null,
  kind text collate "C" not null,
  name text not null,
  division text collate "C" not null,
  address text not null,
  telephone text not null,
  hours text not null,
  covers text[] not null default '{}',
  medical boolean not null default false,
  opened_on date not null,
  closed_on date,
  recorded_by text not null,
  constraint assistance_unit_pkey primary key (id),
  constraint assistance_unit_kind check (kind in ('centre', 'station', 'care-facility')),
  constraint assistance_unit_division_code check (division ~ '^[0-9]{12}$'),
  -- 站点设在村（社区）；服务中心、照护设施登记到乡镇（街道）
  constraint assistance_unit_place check (kind <> 'station' or right(division, 3) <> '000'),
  constraint assistance_unit_medical check (not medical or kind = 'care-facility'),
  constraint assistance_unit_closed check (closed_on >= opened_on)
);
comment on table assistance_unit is '社会救助服务中心和站点：地址、电话、开放时间、服务覆盖的村（社区）；照护设施记能不能提供医疗服务';
create unique index assistance_unit_centre on assistance_unit (division) where kind = 'centre' and closed_on is null;
create unique index assistance_unit_name on assistance_unit (division, name) where closed_on is null;
revoke delete on assistance_unit from {{app}};

create table assistance_staff (
  id uuid not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  name text not null,
  phone bytea not null,
  other_posts text not null default '',
  unit_id uuid,
  from_on date not null,
  to_on date,
  recorded_by text not null,
  constraint assistance_staff_pkey primary key (id),
  constraint assistance_staff_unit_fkey foreign key (unit_id) references assistance_unit (id),
  constraint assistance_staff_kind check (kind in ('village-assistant', 'purchased-post', 'civil-servant', 'social-worker')),
  constraint assistance_staff_division_code check (division ~ '^[0-9]{12}$'),
  constraint assistance_staff_place check ((kind = 'village-assistant') = (right(division, 3) <> '000')),
  constraint assistance_staff_range check (to_on >= from_on)
);
comment on table assistance_staff is '协理员和乡镇救助力量：在哪里、兼任什么、起止；联系电话加密';
create unique index assistance_staff_once on assistance_staff (division, kind, name) where to_on is null;
create index assistance_staff_unit on assistance_staff (unit_id) where unit_id is not null;
revoke delete on assistance_staff from {{app}};

create table assistance_training (
  id uuid not null,
  staff_id uuid not null,
  division text collate "C" not null,
  held_on date not null,
  course text not null,
  hours integer not null,
  recorded_by text not null,
  constraint assistance_training_pkey primary key (id),
  constraint assistance_training_staff_fkey foreign key (staff_id) references assistance_staff (id),
  constraint assistance_training_once unique (staff_id, held_on, course),
  constraint assistance_training_hours check (hours between 1 and 200)
);
comment on table assistance_training is '协理员和救助力量的培训记录';
revoke update, delete on assistance_training from {{app}};

create table township_population (
  township text collate "C" not null,
  year integer not null,
  persons integer not null,
  source text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint township_population_pkey primary key (township, year),
  constraint township_population_code check (township ~ '^[0-9]{9}000$'),
  constraint township_population_persons check (persons between 1 and 2000000)
);
comment on table township_population is '乡镇（街道）年末常住人口：配员标准按它计算';
revoke delete on township_population from {{app}};

do $$
declare t text;
begin
  foreach t in array array['assistance_unit', 'assistance_staff', 'assistance_training'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
alter table township_population enable row level security;
create policy township_population_scope on township_population using (
  township >= (select nullif(current_setting('app.lo', true), '')) and township < (select nullif(current_setting('app.hi', true), '')));
