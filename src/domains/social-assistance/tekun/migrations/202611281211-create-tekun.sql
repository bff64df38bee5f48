select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table tekun_profile (
  id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  urban_rural text collate "C" not null,
  state text collate "C" not null,
  mode text collate "C" not null default 'home',
  grade text collate "C",
  institution_id uuid,
  base_entitlement_id uuid not null,
  care_entitlement_id uuid,
  from_month text collate "C" not null,
  last_month text collate "C",
  end_reason text collate "C",
  version integer not null default 1,
  constraint tekun_profile_pkey primary key (id),
  constraint tekun_profile_person_fkey foreign key (person_id) references person (id),
  constraint tekun_profile_case_fkey foreign key (case_id) references service_case (id),
  constraint tekun_profile_base_fkey foreign key (base_entitlement_id) references entitlement (id),
  constraint tekun_profile_care_fkey foreign key (care_entitlement_id) references entitlement (id),
  constraint tekun_profile_institution_fkey foreign key (institution_id) references payee (id),
  constraint tekun_profile_case unique (case_id),
  constraint tekun_profile_division_code check (division ~ '^[0-9]{12}$'),
  constraint tekun_profile_urban_rural check (urban_rural in ('urban', 'rural')),
  constraint tekun_profile_state check (state in ('assessing', 'arranging', 'supported', 'stopping', 'ended')),
  constraint tekun_profile_mode check (mode in ('home', 'institution')),
  constraint tekun_profile_grade check (grade in ('able', 'half', 'full')),
  constraint tekun_profile_institution check ((mode = 'institution') = (institution_id is not null)),
  constraint tekun_profile_graded check (state not in ('arranging', 'supported') or grade is not null),
  constraint tekun_profile_months check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' and last_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint tekun_profile_ended check ((last_month is null) = (end_reason is null) and (state <> 'ended' or last_month is not null))
);
comment on table tekun_profile is '特困供养档案：一人一次供养一份，同时只有一份在供养';
create unique index tekun_profile_one on tekun_profile (person_id) where state <> 'ended';
create index tekun_profile_division on tekun_profile (division) where state <> 'ended';
revoke delete on tekun_profile from {{app}};

create table tekun_assessment (
  id uuid not null,
  profile_id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  assessed_on date not null,
  grade text collate "C" not null,
  effective_month text collate "C" not null,
  content bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint tekun_assessment_pkey primary key (id),
  constraint tekun_assessment_profile_fkey foreign key (profile_id) references tekun_profile (id),
  constraint tekun_assessment_person_fkey foreign key (person_id) references person (id),
  constraint tekun_assessment_case_fkey foreign key (case_id) references service_case (id),
  constraint tekun_assessment_division_code check (division ~ '^[0-9]{12}$'),
  constraint tekun_assessment_grade check (grade in ('able', 'half', 'full')),
  constraint tekun_assessment_month check (effective_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
comment on table tekun_assessment is '生活自理能力评估：六项加密，等级由六项算出，只追加';
create index tekun_assessment_profile on tekun_assessment (profile_id, assessed_on);
revoke update, delete on tekun_assessment from {{app}};

create table tekun_agreement (
  id uuid not null,
  profile_id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  caregiver_person_id uuid,
  provider_id uuid,
  from_month text collate "C" not null,
  last_month text collate "C",
  signed_on date not null,
  content bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint tekun_agreement_pkey primary key (id),
  constraint tekun_agreement_profile_fkey foreign key (profile_id) references tekun_profile (id),
  constraint tekun_agreement_person_fkey foreign key (person_id) references person (id),
  constraint tekun_agreement_case_fkey foreign key (case_id) references service_case (id),
  constraint tekun_agreement_caregiver_fkey foreign key (caregiver_person_id) references person (id),
  constraint tekun_agreement_provider_fkey foreign key (provider_id) references payee (id),
  constraint tekun_agreement_one_carer check (num_nonnulls(caregiver_person_id, provider_id) = 1),
  constraint tekun_agreement_not_self check (caregiver_person_id <> person_id),
  constraint tekun_agreement_division_code check (division ~ '^[0-9]{12}$'),
  constraint tekun_agreement_months check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' and last_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
comment on table tekun_agreement is '照料服务协议：分散供养的必须有，同时只有一份有效';
create unique index tekun_agreement_one on tekun_agreement (profile_id) where last_month is null;
revoke delete on tekun_agreement from {{app}};

create table tekun_wish (
  id uuid not null,
  profile_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  wish text collate "C" not null,
  recorded_on date not null,
  waiting_reason text collate "C",
  settled_on date,
  settled_how text collate "C",
  recorded_by text not null,
  constraint tekun_wish_pkey primary key (id),
  constraint tekun_wish_profile_fkey foreign key (profile_id) references tekun_profile (id),
  constraint tekun_wish_person_fkey foreign key (person_id) references person (id),
  constraint tekun_wish_division_code check (division ~ '^[0-9]{12}$'),
  constraint tekun_wish_kind check (wish in ('institution', 'home', 'undecided')),
  constraint tekun_wish_reason check (waiting_reason in ('arranging', 'no-bed', 'no-care-bed', 'medical', 'family', 'other')),
  constraint tekun_wish_waits check (wish = 'institution' or waiting_reason is null),
  constraint tekun_wish_settled check ((settled_on is null) = (settled_how is null) and settled_how in ('admitted', 'changed', 'ended'))
);
comment on table tekun_wish is '供养方式意愿：认定时和每年复核时登记；愿意入住机构而没有入住的排队，写明原因';
create unique index tekun_wish_one on tekun_wish (profile_id) where settled_on is null;
create index tekun_wish_queue on tekun_wish (division, recorded_on, id) where settled_on is null and wish = 'institution';
revoke delete on tekun_wish from {{app}};

create table tekun_spot_seed (
  county text collate "C" not null,
  year integer not null,
  seed text collate "C" not null,
  made_at timestamptz not null,
  constraint tekun_spot_seed_pkey primary key (county, year),
  constraint tekun_spot_seed_county check (county ~ '^[0-9]{6}000000$'),
  constraint tekun_spot_seed_form check (seed ~ '^[0-9a-f]{32}$')
);
comment on table tekun_spot_seed is '特困认定抽查的种子：每县每年一个，审计可据此重算';
revoke update, delete on tekun_spot_seed from {{app}};

create table tekun_spot_check (
  case_id uuid not null,
  division text collate "C" not null,
  county text collate "C" not null,
  year integer not null,
  position integer not null,
  drawn_before integer not null,
  lot integer not null,
  rate text collate "C" not null,
  drawn boolean not null,
  drawn_on date not null,
  constraint tekun_spot_check_pkey primary key (case_id),
  constraint tekun_spot_check_case_fkey foreign key (case_id) references service_case (id),
  constraint tekun_spot_check_seed_fkey foreign key (county, year) references tekun_spot_seed (county, year),
  constraint tekun_spot_check_position unique (county, year, position),
  constraint tekun_spot_check_division_code check (division ~ '^[0-9]{12}$'),
  constraint tekun_spot_check_lot check (lot between 0 and 9999),
  constraint tekun_spot_check_counts check (position >= 1 and drawn_before between 0 and position - 1)
);
comment on table tekun_spot_check is '特困认定抽查：每件到县时抽签，抽签号由种子和办件编号算出，不足三成的补抽，只追加';
revoke update, delete on tekun_spot_check from {{app}};

create table tekun_funeral (
  deceased_person_id uuid not null,
  profile_id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  bearer_person_id uuid not null,
  entitlement_id uuid not null,
  amount_fen bigint not null,
  granted_on date not null,
  constraint tekun_funeral_pkey primary key (deceased_person_id),
  constraint tekun_funeral_deceased_fkey foreign key (deceased_person_id) references person (id),
  constraint tekun_funeral_profile_fkey foreign key (profile_id) references tekun_profile (id),
  constraint tekun_funeral_case_fkey foreign key (case_id) references service_case (id),
  constraint tekun_funeral_bearer_fkey foreign key (bearer_person_id) references person (id),
  constraint tekun_funeral_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint tekun_funeral_division_code check (division ~ '^[0-9]{12}$'),
  constraint tekun_funeral_amount check (amount_fen > 0)
);
comment on table tekun_funeral is '特困人员丧葬补助：每名去世的特困人员只发一次，发给承担丧葬费用的人';
revoke update, delete on tekun_funeral from {{app}};

do $$
declare t text;
begin
  foreach t in array array['tekun_profile', 'tekun_assessment', 'tekun_agreement', 'tekun_wish'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or person_id = (select nullif(current_setting('app.person', true), ''))::uuid)$p$, t);
  end loop;
  -- 抽查和丧葬补助按地区看；承担丧葬费用的人看得到自己的。
  foreach t in array array['tekun_spot_check', 'tekun_funeral'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
alter table tekun_spot_seed enable row level security;
-- 抽签号按县排，乡镇上报时也要能取到本县的种子。
create policy tekun_spot_seed_scope on tekun_spot_seed using (
  (county >= (select nullif(current_setting('app.lo', true), '')) and county < (select nullif(current_setting('app.hi', true), '')))
  or county = (select left(nullif(current_setting('app.lo', true), ''), 6) || '000000'));

-- 一个县一年的抽查序号要按全县数，上报的乡镇只看得见自己的：只回答数目。
create function tekun_spot_counts(wanted_county text, wanted_year integer) returns table (files integer, drawn integer)
  language sql stable security definer set search_path from current
  begin atomic
    select count(*)::integer, (count(*) filter (where s.drawn))::integer from tekun_spot_check s where s.county = wanted_county and s.year = wanted_year;
  end;
