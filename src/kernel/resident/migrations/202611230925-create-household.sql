create table household_number (
  county text collate "C" not null,
  last integer not null,
  constraint household_number_pkey primary key (county)
);
comment on table household_number is '家庭编号：每县一个流水';
revoke delete on household_number from {{app}};

create table household (
  id uuid not null,
  code text collate "C" not null,
  division text collate "C" not null,
  d4 text collate "C" not null generated always as (left(division, 4)) stored,
  d6 text collate "C" not null generated always as (left(division, 6)) stored,
  d9 text collate "C" not null generated always as (left(division, 9)) stored,
  urban_rural text collate "C" not null,
  head_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint household_pkey primary key (id),
  constraint household_code_key unique (code),
  constraint household_code_form check (code ~ '^[0-9]{13}$'),
  constraint household_division_code check (division ~ '^[0-9]{12}$'),
  constraint household_urban_rural check (urban_rural in ('urban', 'rural')),
  constraint household_head_fkey foreign key (head_id) references person (id)
);
comment on table household is '家庭：共同生活的一家人，不等于户口簿';
comment on column household.code is '县级代码6位加流水7位，一经编定不变';
create index household_head on household (head_id);
revoke delete on household from {{app}};

-- 两个时间：什么时候是这家人（valid），什么时候知道的（known）。更正不改旧行，只注明何时被取代。
create table household_member (
  id uuid not null,
  household_id uuid not null,
  person_id uuid not null,
  relation text collate "C" not null,
  valid_from date not null,
  valid_to date,
  known_since timestamptz not null,
  superseded_at timestamptz,
  reason text collate "C" not null,
  recorded_by text not null,
  constraint household_member_pkey primary key (id),
  constraint household_member_household_fkey foreign key (household_id) references household (id),
  constraint household_member_person_fkey foreign key (person_id) references person (id),
  constraint household_member_range check (valid_to is null or valid_to > valid_from),
  constraint household_member_known check (superseded_at is null or superseded_at >= known_since),
  constraint household_member_one_household exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&) where (superseded_at is null)
);
comment on table household_member is '家庭成员：起止日期与获知时间；同一人同一时间只属于一个家庭';
create index household_member_person on household_member (person_id);
create index household_member_household on household_member (household_id);
revoke update, delete on household_member from {{app}};
grant update (superseded_at) on household_member to {{app}};

create table relationship (
  id uuid not null,
  person_id uuid not null,
  related_id uuid not null,
  kind text collate "C" not null,
  valid_from date,
  valid_to date,
  source text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint relationship_pkey primary key (id),
  constraint relationship_person_fkey foreign key (person_id) references person (id),
  constraint relationship_related_fkey foreign key (related_id) references person (id),
  constraint relationship_kind check (kind in ('spouse', 'parent', 'child', 'sibling', 'guardian')),
  constraint relationship_two check (person_id <> related_id),
  constraint relationship_range check (valid_to is null or valid_from is null or valid_to > valid_from)
);
comment on table relationship is '亲属关系：related 是 person 的什么人；用于回避';
create unique index relationship_once on relationship (person_id, related_id, kind) where valid_to is null;
create index relationship_related on relationship (related_id);
revoke delete on relationship from {{app}};

-- 本人可以看自己的家庭，办件所在地可以看申请人的家庭。用函数是因为策略之间不能互相引用。
create function household_opened(wanted uuid) returns boolean
  language sql stable security definer set search_path from current
  return exists (
    select 1 from household_member m
    where m.household_id = wanted and m.superseded_at is null
      and (m.person_id = nullif(current_setting('app.person', true), '')::uuid
        or exists (
          select 1 from person_access a
          where a.person_id = m.person_id and a.open
            and a.division >= nullif(current_setting('app.lo', true), '') and a.division < nullif(current_setting('app.hi', true), ''))));

alter table household_number enable row level security;
create policy household_number_scope on household_number using (
  (select nullif(current_setting('app.lo', true), '')) is not null);
alter table household enable row level security;
create policy household_scope on household using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or household_opened(id));
alter table household_member enable row level security;
create policy household_member_scope on household_member using (
  exists (select 1 from household h where h.id = household_member.household_id)
  or exists (select 1 from person p where p.id = household_member.person_id));
alter table relationship enable row level security;
create policy relationship_scope on relationship using (
  exists (select 1 from person p where p.id = relationship.person_id)
  or exists (select 1 from person p where p.id = relationship.related_id));

-- 回避要看得见别处的亲属：只回答给出的人里有哪些与本人有亲属关系，或同住一家。
create function related_to(own uuid, others uuid[], on_date date) returns table (person_id uuid, kind text)
  language sql stable security definer set search_path from current
  begin atomic
    select r.related_id, r.kind from relationship r
      where r.person_id = own and r.related_id = any (others) and (r.valid_to is null or r.valid_to > on_date)
    union
    select r.person_id, case r.kind when 'parent' then 'child' when 'child' then 'parent' when 'guardian' then 'ward' else r.kind end from relationship r
      where r.related_id = own and r.person_id = any (others) and (r.valid_to is null or r.valid_to > on_date)
    union
    select b.person_id, 'household' from household_member a join household_member b on b.household_id = a.household_id
      where a.person_id = own and b.person_id = any (others) and b.person_id <> own
        and a.superseded_at is null and b.superseded_at is null
        and a.valid_from <= on_date and (a.valid_to is null or a.valid_to > on_date)
        and b.valid_from <= on_date and (b.valid_to is null or b.valid_to > on_date);
  end;
