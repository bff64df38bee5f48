create table care_institution (
  id uuid not null,
  credit_code text collate "C" not null,
  site_no integer not null default 1,
  name text not null,
  kind text collate "C" not null,
  legal_form text collate "C" not null,
  operation text collate "C" not null,
  managed_by text collate "C" not null,
  registrar text collate "C" not null,
  division text collate "C" not null,
  address text not null,
  telephone text not null,
  contact text not null,
  lon double precision,
  lat double precision,
  state text collate "C" not null,
  state_on date not null,
  recorded_beds integer not null default 0,
  version integer not null default 1,
  entered_at timestamptz not null,
  entered_by text not null,
  changed_at timestamptz not null,
  constraint care_institution_pkey primary key (id),
  constraint care_institution_site_key unique (credit_code, site_no),
  constraint care_institution_at unique (id, division),
  constraint care_institution_site check (site_no between 1 and 99),
  constraint care_institution_kind check (kind in ('social-welfare-home', 'county-tekun-home', 'regional-tekun-centre', 'central-welfare-home',
    'rural-welfare-home', 'care-apartment', 'nursing-home', 'dementia-home', 'medical-care-complex')),
  constraint care_institution_legal_form check (legal_form in ('company', 'non-profit', 'public-unit')),
  constraint care_institution_operation check (operation in ('public', 'public-built-private-run', 'outsourced', 'private')),
  constraint care_institution_managed_by check (managed_by in ('city', 'county', 'township', 'company', 'society')),
  constraint care_institution_registrar check (registrar in ('county', 'city')),
  constraint care_institution_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_institution_place check ((lon is null) = (lat is null)),
  constraint care_institution_state check (state in ('preparing', 'registered', 'unrecorded', 'recorded', 'changing', 'suspension-announced', 'suspended',
    'end-announced', 'resettling', 'ended', 'deregistered')),
  constraint care_institution_recorded check (recorded_beds >= 0)
);
comment on table care_institution is '养老机构：一个院区一行，状态和经过见 care_institution_step；床位、入住、检查都认这里的编号';
comment on column care_institution.registrar is '登记机关的级别：非营利的由同级民政部门备案，营利的由所在县备案';
comment on column care_institution.recorded_beds is '备案的床位数；还没有备案的是0';
create index care_institution_listed on care_institution (division, name, id);
revoke delete on care_institution from {{app}};
alter table care_institution enable row level security;
-- 机构的人只看得到本机构；机关按区划
create policy care_institution_scope on care_institution using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table care_institution_step (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  action text collate "C" not null,
  from_state text collate "C",
  to_state text collate "C" not null,
  on_date date not null,
  note text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint care_institution_step_pkey primary key (id),
  constraint care_institution_step_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade
);
comment on table care_institution_step is '养老机构的经过：登记、备案、变更、暂停、终止；只增不改';
create index care_institution_step_listed on care_institution_step (institution_id, recorded_at, id);
revoke update, delete on care_institution_step from {{app}};
alter table care_institution_step enable row level security;
create policy care_institution_step_scope on care_institution_step using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
