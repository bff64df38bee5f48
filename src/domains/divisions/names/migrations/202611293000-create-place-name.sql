-- 地名库：现在叫什么、从前叫什么、在哪里（地名管理条例）。
create table place_name (
  id uuid not null,
  division text collate "C" not null,
  unit_code text collate "C",
  category text collate "C" not null,
  specific text not null,
  generic text not null,
  name text not null,
  reading text not null,
  spelling text collate "C" not null,
  sounds text collate "C" not null,
  status text collate "C" not null,
  position text,
  whereabouts text not null default '',
  width_metres integer,
  length_metres integer,
  area_metres integer,
  origin text not null default '',
  meaning text not null default '',
  protection_class text collate "C",
  protection_plan text not null default '',
  legacy_plan text not null default '',
  source text not null,
  pack_key text,
  case_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint place_name_pkey primary key (id),
  constraint place_name_unit unique (unit_code),
  constraint place_name_pack unique (pack_key),
  constraint place_name_case unique (case_id),
  constraint place_name_whole check (name = specific || generic and char_length(name) between 2 and 20),
  constraint place_name_category check (category in ('natural', 'division', 'committee', 'park', 'street', 'building', 'facility', 'other')),
  constraint place_name_status check (status in ('applied', 'standard', 'historic', 'abolished')),
  constraint place_name_protection check (protection_class in ('ancient', 'old-village', 'old-street', 'red', 'other')),
  constraint place_name_division_code check (division ~ '^[0-9]{12}$' and unit_code ~ '^[0-9]{12}$')
);
comment on table place_name is '地名：标准名称、类别、位置、读音、来历、保护';
comment on column place_name.unit_code is '行政区划、村（居）委会的名称：它的代码；其他地名没有';
comment on column place_name.pack_key is '城市资料里的那一行：再装一次不会重复，也不会把改过的名称加回来';
comment on column place_name.case_id is '申请命名的办件';
comment on column place_name.sounds is '不带声调的音节，空格分开，比对同音';
comment on column place_name.legacy_plan is '历史遗留的重名怎样处理';
-- 名录按地区翻页；按类别翻页；重名、同音在同一个县里比对。
create index place_name_list on place_name (division, spelling, id);
create index place_name_of_category on place_name (category, division, spelling, id);
create index place_name_same on place_name (category, name, division);
create index place_name_sound on place_name (category, sounds, division);
create index place_name_protected on place_name (division, spelling, id) where protection_class is not null;
alter table place_name enable row level security;
-- 地名人人可查，办理中的除外；只有本地的才能登记和改动，没有批准的可以撤掉。
create policy place_name_read on place_name for select using (status <> 'applied'
  or (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
create policy place_name_add on place_name for insert with check (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
create policy place_name_change on place_name for update using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
create policy place_name_drop on place_name for delete using (status = 'applied'
  and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values ('place_name', 'unit_code', '由地名库随变更改名、换代码（names/follow-division.ts）');

create table place_name_version (
  place_id uuid not null,
  no integer not null,
  name text not null,
  spelling text collate "C" not null,
  valid_from date,
  valid_to date,
  basis text not null,
  constraint place_name_version_pkey primary key (place_id, no),
  constraint place_name_version_place_fkey foreign key (place_id) references place_name (id),
  constraint place_name_version_order check (valid_from < valid_to)
);
comment on table place_name_version is '一个地方先后叫过的名称，前闭后开；没有起始日期的是有记载以来';
create unique index place_name_version_open on place_name_version (place_id) where valid_to is null;
revoke delete on place_name_version from {{app}};
alter table place_name_version enable row level security;
create policy place_name_version_read on place_name_version for select using (true);
create policy place_name_version_write on place_name_version using (exists (select 1 from place_name p where p.id = place_name_version.place_id
  and p.division >= (select nullif(current_setting('app.lo', true), '')) and p.division < (select nullif(current_setting('app.hi', true), ''))));

create table place_name_key (
  key text collate "C" not null,
  place_id uuid not null,
  former boolean not null,
  division text collate "C" not null,
  constraint place_name_key_pkey primary key (key, place_id, former),
  constraint place_name_key_place_fkey foreign key (place_id) references place_name (id)
);
comment on table place_name_key is '按汉字（从任何一个字起）、全拼、首字母检索今名和旧名';
create index place_name_key_place on place_name_key (place_id);
alter table place_name_key enable row level security;
create policy place_name_key_read on place_name_key for select using (true);
create policy place_name_key_write on place_name_key using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table place_generic (
  category text collate "C" not null,
  generic text not null,
  measure text collate "C",
  least integer,
  most integer,
  constraint place_generic_pkey primary key (category, generic),
  constraint place_generic_measure check (measure in ('width', 'area') or (measure is null and least is null and most is null))
);
comment on table place_generic is '各类地名可用的通名，和与规模相称的范围（城市资料）';
revoke delete on place_generic from {{app}};

create table place_word (
  word text not null,
  list text collate "C" not null,
  constraint place_word_pkey primary key (list, word),
  constraint place_word_list check (list in ('leader', 'foreign', 'brand', 'odd'))
);
comment on table place_word is '地名里不能用、要慎用的词（城市资料）';
revoke delete on place_word from {{app}};
