-- 社区养老服务设施：名册、经过、开放的日子、年度评估、疑似重复的核实、居住区配建
create table care_site (
  id uuid not null,
  name text not null,
  kind text collate "C" not null,
  functions text[] collate "C" not null,
  division text collate "C" not null,
  reach text collate "C" not null,
  address text not null,
  lon double precision,
  lat double precision,
  owner text not null,
  operator text not null,
  contact text not null,
  telephone text not null,
  hours text not null,
  area_m2 integer not null,
  day_places integer not null,
  full_beds integer not null,
  seats integer not null,
  state text collate "C" not null,
  state_on date not null,
  opened_on date,
  closed_on date,
  idle_since date,
  idle_looked text collate "C",
  planned_project text collate "C",
  planned_name text,
  planned_to text,
  version integer not null default 1,
  entered_at timestamptz not null,
  entered_by text not null,
  changed_at timestamptz not null,
  constraint care_site_pkey primary key (id),
  constraint care_site_name_key unique (division, name),
  constraint care_site_at unique (id, division),
  constraint care_site_kind check (kind in ('urban-centre', 'day-care', 'mutual-aid', 'happiness-home', 'integrated', 'canteen')),
  constraint care_site_functions check (functions <@ array['full', 'day', 'home', 'guidance', 'meals', 'activity'] and cardinality(functions) > 0),
  constraint care_site_reach check (reach in ('place', 'township')),
  constraint care_site_place check ((lon is null) = (lat is null)),
  constraint care_site_counts check (area_m2 > 0 and day_places >= 0 and full_beds >= 0 and seats >= 0),
  constraint care_site_state check (state in ('planned', 'approved', 'building', 'accepted', 'handed-over', 'tendering', 'trial', 'operating', 'suspended', 'rebuilding', 'closed')),
  constraint care_site_opened check (state <> 'operating' or opened_on is not null),
  constraint care_site_closed check ((state = 'closed') = (closed_on is not null)),
  constraint care_site_division_code check (division ~ '^[0-9]{12}$')
);
comment on table care_site is '社区养老服务设施：中心、日间照料、互助照料、幸福院、综合设施、食堂；一处一行，覆盖率和床位都从这里数';
comment on column care_site.idle_since is '空转：从哪个月起没有开满天数；空转的不计入覆盖率';
comment on column care_site.idle_looked is '最近一次看过开放天数的月份';
create index care_site_listed on care_site (division, name, id);
revoke delete on care_site from {{app}};

create table care_site_step (
  id uuid not null,
  site_id uuid not null,
  division text collate "C" not null,
  action text collate "C" not null,
  to_state text collate "C" not null,
  on_date date not null,
  note text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint care_site_step_pkey primary key (id),
  constraint care_site_step_fkey foreign key (site_id, division) references care_site (id, division) on update cascade
);
comment on table care_site_step is '养老服务设施的经过，只增不改';
create index care_site_step_of on care_site_step (site_id, recorded_at);
revoke update, delete on care_site_step from {{app}};

create table care_site_day (
  site_id uuid not null,
  on_date date not null,
  division text collate "C" not null,
  proof text collate "C" not null,
  people integer not null,
  photo uuid,
  photo_hash text collate "C",
  position text,
  entered_at timestamptz not null,
  entered_by text not null,
  entered_name text not null,
  constraint care_site_day_pkey primary key (site_id, on_date),
  constraint care_site_day_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  constraint care_site_day_proof check (proof in ('cards', 'meals', 'photo')),
  constraint care_site_day_people check (people between 0 and 2000 and (proof = 'photo' or people > 0)),
  constraint care_site_day_photo check ((photo is null) = (photo_hash is null) and (proof = 'photo') = (photo is not null) and (photo is null) = (position is null))
);
comment on table care_site_day is '开放的日子：一处一天一行，刷卡、就餐人次或者带定位的照片为证；当月满规定天数才算真实运营';
-- 一张照片只能证明一天
create unique index care_site_day_picture on care_site_day (photo_hash) where photo_hash is not null;
revoke update, delete on care_site_day from {{app}};

create table care_site_assessment (
  site_id uuid not null,
  year integer not null,
  division text collate "C" not null,
  grade text collate "C" not null,
  note text not null,
  assessed_on date not null,
  assessed_by text not null,
  assessed_name text not null,
  constraint care_site_assessment_pkey primary key (site_id, year),
  constraint care_site_assessment_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  constraint care_site_assessment_grade check (grade in ('A', 'B', 'C', 'D'))
);
comment on table care_site_assessment is '养老服务设施年度评估：A、B、C、D；连续两年D进退出名单';
revoke update, delete on care_site_assessment from {{app}};

create table care_site_apart (
  site_id uuid not null,
  other_id uuid not null,
  division text collate "C" not null,
  reason text not null,
  decided_on date not null,
  decided_by text not null,
  decided_name text not null,
  constraint care_site_apart_pkey primary key (site_id, other_id),
  constraint care_site_apart_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  constraint care_site_apart_other_fkey foreign key (other_id) references care_site (id),
  constraint care_site_apart_order check (site_id < other_id)
);
comment on table care_site_apart is '30米以内、同一产权方的两处，核实过不是同一处房子的，写明理由';
revoke update, delete on care_site_apart from {{app}};

create table care_estate (
  id uuid not null,
  name text not null,
  division text collate "C" not null,
  developer text not null,
  area text collate "C" not null,
  households integer not null,
  planned_people integer not null,
  plan_document text,
  planned_on date,
  built_on date,
  accepted_on date,
  handed_on date,
  housing_accepted_on date,
  handed_m2 integer not null default 0,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint care_estate_pkey primary key (id),
  constraint care_estate_name_key unique (division, name),
  constraint care_estate_area check (area in ('new', 'old')),
  constraint care_estate_counts check (households > 0 and planned_people > 0 and handed_m2 >= 0),
  constraint care_estate_handed check (handed_m2 = 0 or handed_on is not null),
  constraint care_estate_order check (built_on >= planned_on and accepted_on >= built_on and handed_on >= accepted_on),
  constraint care_estate_division_code check (division ~ '^[0-9]{12}$')
);
comment on table care_estate is '居住区配建养老服务设施：同步规划、建设、验收、移交四个日子，移交了多少平方米';
create index care_estate_listed on care_estate (division, name, id);
revoke delete on care_estate from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_site', 'care_site_step', 'care_site_day', 'care_site_assessment', 'care_site_apart', 'care_estate'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
