create table fact_version (
  id uuid not null,
  subject_kind text collate "C" not null,
  subject_id uuid not null,
  kind text collate "C" not null,
  value jsonb,
  sealed bytea,
  source text not null,
  valid_from date not null,
  valid_to date,
  known_since timestamptz not null,
  superseded_at timestamptz,
  superseded_by uuid,
  recorded_by text not null,
  constraint fact_version_pkey primary key (id),
  constraint fact_version_superseded_fkey foreign key (superseded_by) references fact_version (id) deferrable initially deferred,
  constraint fact_version_subject check (subject_kind in ('person', 'household')),
  constraint fact_version_one_value check ((value is null) <> (sealed is null)),
  constraint fact_version_range check (valid_to is null or valid_to > valid_from),
  constraint fact_version_superseded check ((superseded_at is null) = (superseded_by is null)),
  constraint fact_version_one exclude using gist (subject_id with =, subject_kind with =, kind with =, daterange(valid_from, valid_to) with &&) where (superseded_at is null)
);
comment on table fact_version is '事实的各个版本：何时起止，何时获知，被哪一版取代；敏感的值加密';
create index fact_version_subject on fact_version (subject_id, kind);
revoke update, delete on fact_version from {{app}};
-- sealed: only for a change of keys, the value stays.
grant update (superseded_at, superseded_by, sealed) on fact_version to {{app}};

alter table fact_version enable row level security;
create policy fact_version_scope on fact_version using (
  (subject_kind = 'person' and exists (select 1 from person p where p.id = fact_version.subject_id))
  or (subject_kind = 'household' and exists (select 1 from household h where h.id = fact_version.subject_id)));
