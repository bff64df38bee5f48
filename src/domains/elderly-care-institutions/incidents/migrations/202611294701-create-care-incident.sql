create sequence care_incident_no;

create table care_incident (
  id uuid not null,
  no bigint not null default nextval('care_incident_no'),
  institution_id uuid not null,
  division text collate "C" not null,
  type text collate "C" not null,
  grade text collate "C" not null,
  injury text collate "C" not null,
  measure text collate "C" not null,
  found_at timestamptz not null,
  recorded_at timestamptz not null,
  place text not null,
  what bytea not null,
  told text[] not null default '{}',
  next_at timestamptz,
  closed_at timestamptz,
  recorded_by text not null,
  recorded_name text not null,
  version integer not null default 1,
  constraint care_incident_pkey primary key (id),
  constraint care_incident_no_key unique (no),
  constraint care_incident_at unique (id, institution_id, division),
  constraint care_incident_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_incident_grade check (grade in ('S1', 'S2', 'S3', 'S4')),
  constraint care_incident_type check (type in ('fall', 'bed-fall', 'choking', 'misuse', 'pressure-injury', 'scald', 'harm', 'wandering', 'activity', 'illness', 'food', 'fire', 'abuse', 'other')),
  constraint care_incident_injury check (injury in ('none', 'clinic', 'hospital', 'death')),
  constraint care_incident_measure check (measure in ('watching', 'clinic', 'hospital', 'searching', 'evacuated', 'separated')),
  constraint care_incident_times check (found_at <= recorded_at and closed_at >= recorded_at)
);
comment on table care_incident is '突发事件：级别 S1–S4；found_at 发现的时间，时限都从它起算；经过加密';
comment on column care_incident.next_at is '下一次要提醒的时间；没有的为空';
create index care_incident_listed on care_incident (institution_id, found_at);
create index care_incident_open on care_incident (division, found_at) where closed_at is null;
create index care_incident_next on care_incident (next_at) where next_at is not null;
revoke delete on care_incident from {{app}};

create table care_incident_person (
  incident_id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  constraint care_incident_person_pkey primary key (incident_id, stay_id),
  constraint care_incident_person_incident_fkey foreign key (incident_id, institution_id, division) references care_incident (id, institution_id, division) on update cascade,
  constraint care_incident_person_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade
);
comment on table care_incident_person is '突发事件涉及的老人';
create index care_incident_person_stay on care_incident_person (stay_id);
revoke update, delete on care_incident_person from {{app}};

create table care_incident_step (
  id uuid not null,
  incident_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  stay_id uuid,
  at timestamptz not null,
  content bytea not null,
  recorded_at timestamptz not null,
  by_actor text not null,
  by_name text not null,
  constraint care_incident_step_pkey primary key (id),
  constraint care_incident_step_incident_fkey foreign key (incident_id, institution_id, division) references care_incident (id, institution_id, division) on update cascade,
  constraint care_incident_step_stay_fkey foreign key (incident_id, stay_id) references care_incident_person (incident_id, stay_id),
  constraint care_incident_step_kind check (kind in ('action', 'family', 'county', 'police', 'located', 'raised', 'cause', 'correction', 'note', 'closed')),
  constraint care_incident_step_family check ((kind = 'family') = (stay_id is not null)),
  constraint care_incident_step_times check (at <= recorded_at)
);
comment on table care_incident_step is '突发事件的经过：处置、告知家属（时间、方式、谁）、报县、报警、原因、整改、结案；只增不改，内容加密';
create index care_incident_step_listed on care_incident_step (incident_id, recorded_at);
revoke update, delete on care_incident_step from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_incident', 'care_incident_person', 'care_incident_step'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
