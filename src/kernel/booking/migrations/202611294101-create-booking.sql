create table booking_resource (
  id uuid not null,
  kind text collate "C" not null,
  unit_id uuid not null,
  division text collate "C" not null,
  label text not null,
  constraint booking_resource_pkey primary key (id),
  constraint booking_resource_at unique (id, unit_id, division)
);
comment on table booking_resource is '可以预留的东西：一张床位、一个厅、一处墓穴，各自一行；是什么由登记它的业务说';
revoke delete on booking_resource from {{app}};

create table booking (
  id uuid not null,
  resource_id uuid not null,
  unit_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null,
  during tstzrange not null,
  expires_at timestamptz,
  made_at timestamptz not null,
  made_by text not null,
  closed_at timestamptz,
  constraint booking_pkey primary key (id),
  constraint booking_resource_fkey foreign key (resource_id, unit_id, division) references booking_resource (id, unit_id, division) on update cascade,
  constraint booking_state check (state in ('hold', 'reservation', 'occupancy', 'released', 'lapsed')),
  constraint booking_expiry check (state not in ('hold', 'reservation') or expires_at is not null),
  constraint booking_closed check ((closed_at is not null) = (state in ('released', 'lapsed') or (state = 'occupancy' and not upper_inf(during)))),
  -- 预留、预订、占用合在一起：同一样东西的时间不重叠；到期日相接的可以
  constraint booking_no_overlap exclude using gist (resource_id with =, during with &&) where (state in ('hold', 'reservation', 'occupancy'))
);
comment on table booking is '预留、预订和占用：半开区间，同一样东西绝不重叠，由数据库把关；放弃的、过期的留作记录';
create index booking_expiring on booking (expires_at) where state in ('hold', 'reservation');
revoke delete on booking from {{app}};

do $$
declare t text;
begin
  foreach t in array array['booking_resource', 'booking'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or unit_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
