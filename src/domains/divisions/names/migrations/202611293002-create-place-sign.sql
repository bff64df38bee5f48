-- 地名标志（GB 17733）：路牌、门牌、楼牌、村牌，现状和照片。
create table place_sign (
  id uuid not null,
  place_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  spot text not null,
  position text,
  state text collate "C" not null,
  photo uuid not null,
  seen_on date not null,
  note text not null default '',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint place_sign_pkey primary key (id),
  constraint place_sign_place_fkey foreign key (place_id) references place_name (id),
  constraint place_sign_spot unique (place_id, kind, spot),
  constraint place_sign_kind check (kind in ('street', 'door', 'building', 'village', 'facility')),
  constraint place_sign_state check (state in ('good', 'damaged', 'lost', 'wrong')),
  constraint place_sign_division_code check (division ~ '^[0-9]{12}$')
);
comment on table place_sign is '地名标志：在哪里、现状、最近一次的照片';
create index place_sign_faulty on place_sign (division, seen_on) where state <> 'good';
revoke delete on place_sign from {{app}};
alter table place_sign enable row level security;
create policy place_sign_scope on place_sign using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 标准地址（GB/T 23705、GB/T 39609）：一户门牌一条，不记住的是谁。
create table standard_address (
  id uuid not null,
  division text collate "C" not null,
  hamlet text not null default '',
  street text not null default '',
  number text not null default '',
  group_no text not null default '',
  compound text not null default '',
  building text not null default '',
  unit text not null default '',
  room text not null default '',
  key text collate "C" not null,
  printed text not null,
  plate_on date,
  created_at timestamptz not null,
  created_by text not null,
  constraint standard_address_pkey primary key (id),
  constraint standard_address_key unique (division, key),
  constraint standard_address_division_code check (division ~ '^[0-9]{12}$'),
  constraint standard_address_place check (hamlet <> '' or street <> '' or group_no <> '' or compound <> '')
);
comment on table standard_address is '标准地址和门楼牌：按部分存，按模板写；同一个地方只有一条';
revoke delete on standard_address from {{app}};
alter table standard_address enable row level security;
create policy standard_address_scope on standard_address using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
