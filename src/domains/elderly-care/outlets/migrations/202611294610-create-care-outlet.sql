select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 养老服务网点：能用消费券的机构、居家社区服务商，和老年食堂（助餐点）。收银的账号在岗位里指到网点。
create table care_outlet (
  id uuid not null,
  kind text collate "C" not null,
  name text not null,
  credit_code text collate "C" not null,
  division text collate "C" not null,
  address text not null,
  telephone text not null,
  seats integer,
  opened_on date not null,
  closed_on date,
  close_reason text,
  recorded_by text not null,
  constraint care_outlet_pkey primary key (id),
  constraint care_outlet_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_outlet_kind check (kind in ('institution', 'home', 'canteen')),
  constraint care_outlet_seats check ((kind = 'canteen') = (seats is not null) and seats > 0),
  constraint care_outlet_closed check ((closed_on is null) = (close_reason is null))
);
comment on table care_outlet is '养老服务网点：消费券网点和老年食堂（助餐点）';
create unique index care_outlet_known on care_outlet (credit_code, kind, division) where closed_on is null;
create index care_outlet_list on care_outlet (division, id);
revoke delete on care_outlet from {{app}};
alter table care_outlet enable row level security;
create policy care_outlet_scope on care_outlet using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 养老服务卡：没有手机的报卡号、拿卡，每人一张。
create sequence care_card_no start 1000001;
create table care_card (
  person_id uuid not null,
  division text collate "C" not null,
  number text collate "C" not null,
  issued_on date not null,
  issued_by text not null,
  constraint care_card_pkey primary key (person_id),
  constraint care_card_number unique (number),
  constraint care_card_person_fkey foreign key (person_id) references person (id),
  constraint care_card_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_card_digits check (number ~ '^[0-9]{8}$')
);
comment on table care_card is '养老服务卡：消费券、助餐凭它办';
create index care_card_division on care_card (division, person_id);
grant usage on sequence care_card_no to {{app}};
revoke delete on care_card from {{app}};
alter table care_card enable row level security;
create policy care_card_scope on care_card using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 一次性的码：本人手机上出示或者念出来，几分钟有效，用过作废。
create table care_code (
  person_id uuid not null,
  division text collate "C" not null,
  digest bytea not null,
  expires_at timestamptz not null,
  constraint care_code_pkey primary key (person_id),
  constraint care_code_person_fkey foreign key (person_id) references person (id),
  constraint care_code_division_code check (division ~ '^[0-9]{12}$')
);
comment on table care_code is '养老服务一次性码：只存摘要';
create index care_code_digest on care_code (digest);
revoke delete on care_code from {{app}};
alter table care_code enable row level security;
create policy care_code_scope on care_code using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 在养老机构的日子：由机构业务的入住、退住告知。
create table elder_stay (
  stay_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  from_on date not null,
  to_on date,
  constraint elder_stay_pkey primary key (stay_id),
  constraint elder_stay_person_fkey foreign key (person_id) references person (id),
  constraint elder_stay_division_code check (division ~ '^[0-9]{12}$'),
  constraint elder_stay_dates check (to_on >= from_on)
);
comment on table elder_stay is '老年人在养老机构的日子：助餐、居家消费不重复享受';
create index elder_stay_person on elder_stay (person_id, from_on);
revoke delete on elder_stay from {{app}};
alter table elder_stay enable row level security;
create policy elder_stay_scope on elder_stay using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_card', 'person_id', 'false', null, null),
  ('care_code', 'person_id', 'false', null, null),
  ('elder_stay', 'person_id', 'true', null, null);
