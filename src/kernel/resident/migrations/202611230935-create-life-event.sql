create table life_event (
  id uuid not null,
  person_id uuid not null,
  kind text collate "C" not null,
  happened_on date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  source text not null,
  detail jsonb not null default '{}',
  constraint life_event_pkey primary key (id),
  constraint life_event_person_fkey foreign key (person_id) references person (id),
  constraint life_event_kind check (kind in ('birth', 'death-reported', 'death', 'death-revoked', 'move', 'marriage', 'divorce'))
);
comment on table life_event is '人生大事：生死婚迁，只追加';
create index life_event_person on life_event (person_id, happened_on);
revoke update, delete on life_event from {{app}};

alter table life_event enable row level security;
create policy life_event_scope on life_event using (
  exists (select 1 from person p where p.id = life_event.person_id));
