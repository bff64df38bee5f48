select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 改造过的住处：同一个地址只有一条，适老化改造和家庭养老床位都认它。
create table fitted_home (
  id uuid not null,
  division text collate "C" not null,
  address bytea not null,
  address_digest bytea not null,
  constraint fitted_home_pkey primary key (id),
  constraint fitted_home_once unique (address_digest),
  constraint fitted_home_division_code check (division ~ '^[0-9]{12}$')
);
comment on table fitted_home is '适老化改造、家庭养老床位的住处：地址加密，同一个地址一条';
revoke delete on fitted_home from {{app}};
alter table fitted_home enable row level security;
create policy fitted_home_scope on fitted_home using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 一次改造（安装）：谁评估、谁施工、签字、验收、拨付。counts 是占用的期间：同一人只有一次；适老化改造还按户、按住处算。
create table home_works (
  id uuid not null,
  source text collate "C" not null,
  case_id uuid not null,
  person_id uuid not null,
  household_id uuid,
  division text collate "C" not null,
  home_id uuid not null,
  counts daterange,
  assessor_id uuid,
  provider_id uuid,
  assigned_by text,
  planned_on date,
  signed_on date,
  plan_signature uuid,
  finished_on date,
  accepted_on date,
  elder_signature uuid,
  builder_signature uuid,
  township_signature uuid,
  inspected_by text,
  paid_on date,
  actual_fen bigint,
  subsidy_fen bigint,
  entitlement_id uuid,
  followed_on date,
  constraint home_works_pkey primary key (id),
  constraint home_works_case_fkey foreign key (case_id) references service_case (id),
  constraint home_works_person_fkey foreign key (person_id) references person (id),
  constraint home_works_home_fkey foreign key (home_id) references fitted_home (id),
  constraint home_works_assessor_fkey foreign key (assessor_id) references capacity_assessor (id),
  constraint home_works_provider_fkey foreign key (provider_id) references home_care_provider (id),
  constraint home_works_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint home_works_division_code check (division ~ '^[0-9]{12}$'),
  constraint home_works_source check (source in ('adaptation', 'family-bed')),
  constraint home_works_person_once exclude using gist (source with =, person_id with =, counts with &&),
  constraint home_works_household_once exclude using gist (household_id with =, counts with &&) where (source = 'adaptation'),
  constraint home_works_home_once exclude using gist (home_id with =, counts with &&) where (source = 'adaptation'),
  constraint home_works_signed check ((signed_on is null) = (plan_signature is null)),
  constraint home_works_accepted check (accepted_on is null
    or (finished_on is not null and elder_signature is not null and builder_signature is not null and township_signature is not null and inspected_by is not null)),
  constraint home_works_paid check (paid_on is null
    or (accepted_on is not null and actual_fen is not null and subsidy_fen is not null and entitlement_id is not null and counts is not null and subsidy_fen <= actual_fen))
);
comment on table home_works is '适老化改造、家庭养老床位的施工：没有老人和乡镇签字的验收不能拨付';
create unique index home_works_case on home_works (case_id) where counts is not null;
create index home_works_assessor on home_works (assessor_id) where signed_on is null;
create index home_works_provider on home_works (provider_id) where accepted_on is null;
create index home_works_person on home_works (person_id);
revoke delete on home_works from {{app}};
alter table home_works enable row level security;
create policy home_works_scope on home_works using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 每一项：报价、实际、前后照片。同一住处的同一项只补贴一次，不管哪个项目出钱。
create table fitted_item (
  id uuid not null,
  works_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  home_id uuid not null,
  position smallint not null,
  item text collate "C" not null,
  necessary boolean not null,
  spot text not null,
  quoted_fen bigint not null,
  before_file uuid not null,
  before_hash text collate "C" not null,
  actual_fen bigint,
  after_file uuid,
  after_hash text collate "C",
  undone_reason text,
  state text collate "C" not null default 'planned',
  constraint fitted_item_pkey primary key (id),
  constraint fitted_item_works_fkey foreign key (works_id) references home_works (id),
  constraint fitted_item_person_fkey foreign key (person_id) references person (id),
  constraint fitted_item_home_fkey foreign key (home_id) references fitted_home (id),
  constraint fitted_item_division_code check (division ~ '^[0-9]{12}$'),
  constraint fitted_item_state check (state in ('planned', 'done', 'void')),
  constraint fitted_item_amounts check (quoted_fen > 0 and (actual_fen is null or actual_fen > 0)),
  constraint fitted_item_done check (state <> 'done' or (actual_fen is not null and after_file is not null and after_hash is not null)),
  constraint fitted_item_photos check (after_hash is null or after_hash <> before_hash)
);
comment on table fitted_item is '改造项目：前后照片、报价、实际费用；同一住处的同一项只补贴一次';
create unique index fitted_item_once on fitted_item (home_id, item) where state <> 'void';
create unique index fitted_item_before on fitted_item (before_hash) where state <> 'void';
create unique index fitted_item_after on fitted_item (after_hash) where state <> 'void' and after_hash is not null;
create index fitted_item_works on fitted_item (works_id, position);
create index fitted_item_person on fitted_item (person_id);
revoke delete on fitted_item from {{app}};
alter table fitted_item enable row level security;
create policy fitted_item_scope on fitted_item using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('home_works', 'person_id', 'counts is not null', null, null),
  ('fitted_item', 'person_id', 'false', null, null);

-- 户籍在本县以内迁移：跟着办件走。
create trigger service_case_moves_home_works after update of division on service_case
  for each row when (old.division is distinct from new.division) execute function follow_division('home_works', 'case_id');
create trigger home_works_moves_fitted_item after update of division on home_works
  for each row when (old.division is distinct from new.division) execute function follow_division('fitted_item', 'works_id');
