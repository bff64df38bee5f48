select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 开通紧急呼叫的人家：住处、电话、联系人和备用钥匙整份加密，坐席接起时打开并留痕。
create table emergency_home (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  terrain text collate "C" not null,
  sheet bytea not null,
  consent_on date not null,
  opened_on date not null,
  ended_on date,
  ended_reason text,
  constraint emergency_home_pkey primary key (id),
  constraint emergency_home_person_fkey foreign key (person_id) references person (id),
  constraint emergency_home_division_code check (division ~ '^[0-9]{12}$'),
  constraint emergency_home_terrain check (terrain in ('street', 'plain', 'hill')),
  constraint emergency_home_ended check ((ended_on is null) = (ended_reason is null))
);
comment on table emergency_home is '开通紧急呼叫服务的人家；登记单加密保存';
create unique index emergency_home_open on emergency_home (person_id) where ended_on is null;
create index emergency_home_place on emergency_home (division, id);
revoke delete on emergency_home from {{app}};

create table care_device (
  id uuid not null,
  home_id uuid,
  division text collate "C" not null,
  sn text collate "C" not null,
  kind text collate "C" not null,
  spot text,
  key_sealed bytea not null,
  key_digest bytea not null,
  state text collate "C" not null default 'in-use',
  battery smallint,
  last_seen_at timestamptz,
  lost_told_at timestamptz,
  registered_at timestamptz not null,
  registered_by text not null,
  constraint care_device_pkey primary key (id),
  constraint care_device_key unique (key_digest),
  constraint care_device_home_fkey foreign key (home_id) references emergency_home (id),
  constraint care_device_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_device_kind check (kind in ('caller', 'one-key', 'band', 'smoke', 'gas', 'door', 'mattress', 'radar')),
  constraint care_device_state check (state in ('in-use', 'retired')),
  constraint care_device_battery check (battery between 0 and 100),
  constraint care_device_at_home check (state = 'retired' or home_id is not null)
);
comment on table care_device is '智能设备：一台同时只属于一户；凭设备密钥上报';
create unique index care_device_sn on care_device (sn) where state = 'in-use';
create index care_device_home on care_device (home_id);
create index care_device_seen on care_device (last_seen_at) where state = 'in-use';
revoke delete on care_device from {{app}};

create table emergency_incident (
  id uuid not null,
  division text collate "C" not null,
  terrain text collate "C" not null,
  source text collate "C" not null,
  home_id uuid,
  device_id uuid,
  person_id uuid,
  signal text collate "C",
  presumed smallint not null,
  level smallint,
  state text collate "C" not null default 'ringing',
  ending text collate "C",
  same_as uuid,
  repeats integer not null default 0,
  late boolean not null default false,
  said bytea,
  t0 timestamptz not null,
  t1 timestamptz,
  t2 timestamptz,
  t3 timestamptz,
  contact_at timestamptz,
  t4 timestamptz,
  t5 timestamptz,
  t6 timestamptz,
  t7 timestamptz,
  closed_at timestamptz,
  unanswered text[] collate "C" not null default '{}',
  next_at timestamptz,
  operator_id text,
  operator_name text,
  version integer not null default 1,
  constraint emergency_incident_pkey primary key (id),
  constraint emergency_incident_home_fkey foreign key (home_id) references emergency_home (id),
  constraint emergency_incident_device_fkey foreign key (device_id) references care_device (id),
  constraint emergency_incident_person_fkey foreign key (person_id) references person (id),
  constraint emergency_incident_merged_fkey foreign key (same_as) references emergency_incident (id),
  constraint emergency_incident_division_code check (division ~ '^[0-9]{12}$'),
  constraint emergency_incident_terrain check (terrain in ('street', 'plain', 'hill')),
  constraint emergency_incident_source check (source in ('device', 'phone', 'person', 'institution')),
  constraint emergency_incident_level check (level between 0 and 3 and presumed between 0 and 3),
  constraint emergency_incident_state check (state in ('ringing', 'handling', 'dispatched', 'on-scene', 'resolved', 'follow-up', 'closed')),
  constraint emergency_incident_ending check (ending in ('false-alarm', 'merged', 'test')),
  constraint emergency_incident_merged check ((same_as is not null) = (ending = 'merged') and same_as <> id),
  constraint emergency_incident_answered check ((t1 is null) = (operator_id is null)),
  constraint emergency_incident_closed check ((state = 'closed') = (closed_at is not null)),
  constraint emergency_incident_order check (t1 >= t0 and t2 >= t1 and t3 >= t1 and t5 >= t3 and t6 >= t1 and t7 >= t6)
);
comment on table emergency_incident is '紧急呼叫事件：T0收到、T1接听、T2分级、T3派出、T4接受、T5到场、T6处置、T7回访，一律按服务器的钟';
create index emergency_incident_open on emergency_incident (division, t0) where closed_at is null;
create index emergency_incident_due on emergency_incident (next_at) where next_at is not null;
create index emergency_incident_home on emergency_incident (home_id, t0 desc);
create index emergency_incident_device on emergency_incident (device_id, t0 desc);
create index emergency_incident_month on emergency_incident (t0, division);
revoke delete on emergency_incident from {{app}};

-- 设备送来的每一条呼叫，先落在这里再回答设备；同一编号送多少遍都是一条。
create table emergency_signal (
  device_id uuid not null,
  signal_id text collate "C" not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  device_at timestamptz,
  received_at timestamptz not null,
  incident_id uuid not null,
  constraint emergency_signal_pkey primary key (device_id, signal_id),
  constraint emergency_signal_device_fkey foreign key (device_id) references care_device (id),
  constraint emergency_signal_incident_fkey foreign key (incident_id) references emergency_incident (id),
  constraint emergency_signal_id check (signal_id ~ '^[A-Za-z0-9_-]{6,64}$')
);
comment on table emergency_signal is '设备上报的呼叫，只追加；编号相同的是同一条';
create index emergency_signal_incident on emergency_signal (incident_id);
revoke update, delete on emergency_signal from {{app}};

create table emergency_step (
  id bigint generated always as identity,
  incident_id uuid not null,
  division text collate "C" not null,
  at timestamptz not null,
  step text collate "C" not null,
  by_name text not null,
  note bytea,
  constraint emergency_step_pkey primary key (id),
  constraint emergency_step_incident_fkey foreign key (incident_id) references emergency_incident (id)
);
comment on table emergency_step is '紧急呼叫的经过，只追加；说明加密';
create index emergency_step_incident on emergency_step (incident_id, id);
revoke update, delete on emergency_step from {{app}};

create table emergency_responder (
  id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  name text not null,
  phone bytea not null,
  rank smallint not null,
  available boolean not null default true,
  ended_on date,
  constraint emergency_responder_pkey primary key (id),
  constraint emergency_responder_division_code check (division ~ '^[0-9]{12}$'),
  constraint emergency_responder_kind check (kind in ('neighbour', 'doctor', 'grid', 'volunteer', 'cadre')),
  constraint emergency_responder_rank check (rank between 1 and 99)
);
comment on table emergency_responder is '应急响应人：邻居、村医、网格员、志愿者，按次序叫；村干部在最后';
create index emergency_responder_place on emergency_responder (division, rank) where ended_on is null;
revoke delete on emergency_responder from {{app}};

create table emergency_help (
  incident_id uuid not null,
  no smallint not null,
  division text collate "C" not null,
  helper text collate "C" not null,
  responder_id text collate "C",
  name text not null,
  phone bytea,
  called_at timestamptz not null,
  answer text collate "C",
  answered_at timestamptz,
  constraint emergency_help_pkey primary key (incident_id, no),
  constraint emergency_help_incident_fkey foreign key (incident_id) references emergency_incident (id),
  constraint emergency_help_helper check (helper in ('ambulance', 'responder', 'contact', 'village', 'township', 'county')),
  constraint emergency_help_answer check (answer in ('accepted', 'declined') and (answer is null) = (answered_at is null))
);
comment on table emergency_help is '响应链：什么时候叫了谁，接受还是谢绝';
revoke delete on emergency_help from {{app}};

do $$
declare t text;
begin
  foreach t in array array['emergency_home', 'care_device', 'emergency_incident', 'emergency_signal', 'emergency_step', 'emergency_responder', 'emergency_help'] loop
    execute format('alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), '''')))', t);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit, also) values
  ('emergency_home', 'person_id', 'ended_on is null', null, null, null),
  ('emergency_incident', 'person_id', 'true', null, null, null);
