select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 需求不只从探访来：网上自己提的、村里和热线登记的也在这里；三个工作日没有着落的记下哪天起没有着落。
alter table care_need alter column visit_id drop not null;
alter table care_need add column source text collate "C" not null default 'visit';
alter table care_need add column budget_fen bigint;
alter table care_need add column special text[] collate "C" not null default '{}';
alter table care_need add column note bytea;
alter table care_need add column match_by date;
alter table care_need add column unmet_on date;
alter table care_need add column met_on date;
alter table care_need add constraint care_need_source check (source in ('visit', 'portal', 'register') and (source = 'visit') = (visit_id is not null));
alter table care_need add constraint care_need_budget check (budget_fen > 0);
alter table care_need add constraint care_need_met check (met_on is null or unmet_on is not null);
create index care_need_match on care_need (match_by) where state <> 'closed' and unmet_on is null;
create index care_need_unmet on care_need (division, code) where unmet_on is not null and met_on is null and state <> 'closed';

-- 给老人介绍过什么，答不答应
create table care_need_offer (
  id uuid not null,
  need_id uuid not null,
  division text collate "C" not null,
  supply_kind text collate "C" not null,
  supply_id uuid not null,
  name text not null,
  telephone text not null,
  score integer not null,
  offered_at timestamptz not null,
  offered_by text not null,
  answer text collate "C",
  answered_at timestamptz,
  constraint care_need_offer_pkey primary key (id),
  constraint care_need_offer_once unique (need_id, supply_kind, supply_id),
  constraint care_need_offer_need_fkey foreign key (need_id) references care_need (id),
  constraint care_need_offer_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_need_offer_kind check (supply_kind in ('provider', 'site', 'home')),
  constraint care_need_offer_score check (score between 0 and 1000),
  constraint care_need_offer_answer check (answer in ('accepted', 'declined') and (answer is null) = (answered_at is null))
);
comment on table care_need_offer is '给有需求的老人介绍的服务：哪家、几分、答不答应';
revoke delete on care_need_offer from {{app}};

-- 养老机构公布的空床，听空床变动的事件；机构的名称、地址看机构的登记
create table care_free_bed (
  institution_id uuid not null,
  division text collate "C" not null,
  ordinary integer not null,
  nursing integer not null,
  as_of timestamptz not null,
  constraint care_free_bed_pkey primary key (institution_id),
  constraint care_free_bed_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_free_bed_counts check (ordinary >= 0 and nursing >= 0)
);
comment on table care_free_bed is '各养老机构最近公布的空床';
create index care_free_bed_place on care_free_bed (division);
revoke delete on care_free_bed from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_need_offer', 'care_free_bed'] loop
    execute format('alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), '''')))', t);
  end loop;
end $$;

-- 本人看得到、提得了自己的需求，和给自己介绍过的
drop policy care_need_scope on care_need;
create policy care_need_scope on care_need using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
drop policy care_need_offer_scope on care_need_offer;
create policy care_need_offer_scope on care_need_offer using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select from care_need n where n.id = need_id and n.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));
