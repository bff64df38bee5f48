create table person (
  id uuid not null,
  division text collate "C" not null,
  registered_division text collate "C" not null,
  d4 text collate "C" not null generated always as (left(division, 4)) stored,
  d6 text collate "C" not null generated always as (left(division, 6)) stored,
  d9 text collate "C" not null generated always as (left(division, 9)) stored,
  name text not null,
  name_pinyin text collate "C" not null,
  name_initials text collate "C" not null,
  sex text collate "C" not null,
  birth_date date not null,
  ethnicity text not null,
  id_kind text collate "C" not null,
  id_number bytea not null,
  id_digest bytea not null,
  phone bytea,
  phone_digest bytea,
  address bytea,
  digest_key text collate "C" not null,
  life_state text collate "C" not null default 'alive',
  died_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint person_pkey primary key (id),
  constraint person_id_digest_key unique (id_digest),
  constraint person_division_code check (division ~ '^[0-9]{12}$'),
  constraint person_registered_code check (registered_division ~ '^[0-9]{12}$'),
  constraint person_name_length check (char_length(name) between 1 and 50),
  constraint person_sex check (sex in ('male', 'female')),
  constraint person_id_kind check (id_kind in ('resident-id', 'travel-permit', 'passport', 'temporary')),
  constraint person_life_state check (life_state in ('alive', 'death-reported', 'dead')),
  constraint person_died check ((life_state = 'dead') = (died_on is not null)),
  constraint person_died_after_birth check (died_on >= birth_date),
  constraint person_phone_digest check ((phone is null) = (phone_digest is null))
);
comment on table person is '人员：一人一档；证件号码、电话、详细地址加密保存';
comment on column person.division is '常住地';
comment on column person.registered_division is '户籍地';
comment on column person.digest_key is '查找摘要所用密钥的编号，轮换时据此找出旧摘要';
create index person_phone_digest on person (phone_digest) where phone_digest is not null;
create index person_digest_key on person (digest_key, id);
revoke delete on person from {{app}};

-- 打开到其他地区的人员：有办件就能看到基本资料。按 open 判断，不在策略里比日期（业务时钟可以拨动）。
create table person_access (
  person_id uuid not null,
  division text collate "C" not null,
  reason text not null,
  open boolean not null default true,
  until date,
  granted_at timestamptz not null,
  granted_by text not null,
  constraint person_access_pkey primary key (person_id, division, reason),
  constraint person_access_person_fkey foreign key (person_id) references person (id),
  constraint person_access_division_code check (division ~ '^[0-9]{12}$')
);
comment on table person_access is '跨地区查看：办件所在地可以查看不在本地区的人员，办结后关闭';
create index person_access_reason on person_access (reason);
revoke delete on person_access from {{app}};

alter table person_access enable row level security;
create policy person_access_scope on person_access using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

alter table person enable row level security;
create policy person_scope on person using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or (registered_division >= (select nullif(current_setting('app.lo', true), '')) and registered_division < (select nullif(current_setting('app.hi', true), '')))
  or id = (select nullif(current_setting('app.person', true), ''))::uuid
  or exists (
    select 1 from person_access a
    where a.person_id = person.id and a.open
      and a.division >= (select nullif(current_setting('app.lo', true), '')) and a.division < (select nullif(current_setting('app.hi', true), ''))));

-- 登记前查重要看到全市：只回答有没有，或号码与姓名都相符的那一个编号，不回答别的。
create function person_known(digests bytea[]) returns boolean
  language sql stable security definer set search_path from current
  return exists (select 1 from person where id_digest = any (digests));
create function person_identified(digests bytea[], wanted_name text) returns uuid
  language sql stable security definer set search_path from current
  return (select id from person where id_digest = any (digests) and name = wanted_name limit 1);
