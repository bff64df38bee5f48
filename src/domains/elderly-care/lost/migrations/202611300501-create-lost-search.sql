select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 走失寻人：样子、健康、联系人整份加密；公开的寻人启事另存，找到就撤。
create table lost_search (
  id uuid not null,
  division text collate "C" not null,
  person_id uuid,
  source text collate "C" not null,
  incident_id uuid,
  source_ref uuid,
  state text collate "C" not null,
  ending text collate "C",
  sheet bytea,
  photo uuid,
  last_seen_at timestamptz,
  opened_at timestamptz not null,
  searching_at timestamptz,
  police_at timestamptz,
  found_at timestamptz,
  handed_at timestamptz,
  closed_at timestamptz,
  told text[] collate "C" not null default '{}',
  next_at timestamptz,
  version integer not null default 1,
  constraint lost_search_pkey primary key (id),
  constraint lost_search_person_fkey foreign key (person_id) references person (id),
  constraint lost_search_incident_fkey foreign key (incident_id) references emergency_incident (id),
  constraint lost_search_incident_once unique (incident_id),
  constraint lost_search_source_once unique (source_ref),
  constraint lost_search_division_code check (division ~ '^[0-9]{12}$'),
  constraint lost_search_source check (source in ('call', 'institution', 'knock')),
  constraint lost_search_state check (state in ('opened', 'searching', 'found', 'handed', 'closed')),
  constraint lost_search_ending check ((state = 'closed') = (ending is not null) and (ending is null or ending in ('followed', 'mistaken'))),
  constraint lost_search_described check (state in ('opened', 'closed') or (sheet is not null and last_seen_at is not null and searching_at is not null)),
  constraint lost_search_found check (state not in ('found', 'handed') or found_at is not null),
  constraint lost_search_handed check (state <> 'handed' or handed_at is not null),
  constraint lost_search_closed check ((state = 'closed') = (closed_at is not null)),
  constraint lost_search_clock check (closed_at is null or next_at is null)
);
comment on table lost_search is '走失寻人：从呼叫台、养老机构、敲门无应答来，一步一个服务器的时刻';
create index lost_search_open on lost_search (division, opened_at) where closed_at is null;
create index lost_search_place on lost_search (division, opened_at);
create index lost_search_due on lost_search (next_at) where next_at is not null;
create index lost_search_person on lost_search (person_id);
revoke delete on lost_search from {{app}};

create table lost_sector (
  id uuid not null,
  search_id uuid not null,
  no smallint not null,
  division text collate "C" not null,
  home_division text collate "C" not null,
  name text not null,
  inner_m integer,
  outer_m integer,
  from_deg smallint,
  state text collate "C" not null default 'open',
  team text,
  searched_at timestamptz,
  searched_by text,
  constraint lost_sector_pkey primary key (id),
  constraint lost_sector_once unique (search_id, no),
  constraint lost_sector_search_fkey foreign key (search_id) references lost_search (id),
  constraint lost_sector_division_code check (division ~ '^[0-9]{12}$'),
  constraint lost_sector_state check (state in ('open', 'searched')),
  constraint lost_sector_ring check ((inner_m is null) = (outer_m is null) and (from_deg is null or inner_m is not null)),
  constraint lost_sector_searched check ((state = 'searched') = (searched_at is not null) and (searched_at is null) = (searched_by is null))
);
comment on table lost_sector is '走失寻人的分片：围着最后见到的地方一圈一圈，或者一处地方；由哪个村的人找';
create index lost_sector_place on lost_sector (division, search_id);
revoke delete on lost_sector from {{app}};

create table lost_sighting (
  id uuid not null,
  search_id uuid not null,
  division text collate "C" not null,
  sector_id uuid,
  kind text collate "C" not null,
  at timestamptz not null,
  received_at timestamptz not null,
  late boolean not null,
  content bytea not null,
  by_id text collate "C" not null,
  by_name text not null,
  constraint lost_sighting_pkey primary key (id),
  constraint lost_sighting_search_fkey foreign key (search_id) references lost_search (id),
  constraint lost_sighting_sector_fkey foreign key (sector_id) references lost_sector (id),
  constraint lost_sighting_kind check (kind in ('seen', 'searched', 'found')),
  constraint lost_sighting_order check (received_at >= at)
);
comment on table lost_sighting is '找的人从手机上报来的：看到了、这片找过了、找到了；只追加，位置和情况加密';
create index lost_sighting_search on lost_sighting (search_id, at);
revoke update, delete on lost_sighting from {{app}};

create table lost_step (
  id bigint generated always as identity,
  search_id uuid not null,
  division text collate "C" not null,
  at timestamptz not null,
  step text collate "C" not null,
  by_name text not null,
  note bytea,
  constraint lost_step_pkey primary key (id),
  constraint lost_step_search_fkey foreign key (search_id) references lost_search (id)
);
comment on table lost_step is '走失寻人的经过，只追加；说明加密';
create index lost_step_search on lost_step (search_id, id);
revoke update, delete on lost_step from {{app}};

create table lost_notice (
  id uuid not null,
  search_id uuid not null,
  division text collate "C" not null,
  content bytea not null,
  photo uuid,
  published_at timestamptz not null,
  published_by text not null,
  down_at timestamptz,
  down_why text,
  constraint lost_notice_pkey primary key (id),
  constraint lost_notice_search_fkey foreign key (search_id) references lost_search (id),
  constraint lost_notice_down check ((down_at is null) = (down_why is null))
);
comment on table lost_notice is '寻人启事：家属同意才发，写明谁同意的；找到人自动撤下，没有健康信息';
create unique index lost_notice_up on lost_notice (search_id) where down_at is null;
create index lost_notice_place on lost_notice (division, published_at) where down_at is null;
revoke delete on lost_notice from {{app}};

do $$
declare
  t text;
  mine text := '(division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), '''')))';
begin
  foreach t in array array['lost_search', 'lost_sector', 'lost_sighting', 'lost_step', 'lost_notice'] loop
    execute format('alter table %1$s enable row level security', t);
  end loop;
  -- 分片给了邻村的，邻村也看得到这件事
  execute format('create policy lost_sector_scope on lost_sector using (%s or %s)', mine, replace(mine, 'division', 'home_division'));
  execute format('create policy lost_search_scope on lost_search using (%s or exists (select from lost_sector s where s.search_id = lost_search.id))', mine);
  foreach t in array array['lost_sighting', 'lost_step', 'lost_notice'] loop
    execute format('create policy %1$s_scope on %1$s using (exists (select from lost_search s where s.id = search_id))', t);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit, also) values
  ('lost_search', 'person_id', 'true', null, null, null);
