select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 家人看得到什么，由老人定：给谁开的、看哪几样、到哪天，随时收回；家人不在本市也能看
create table elder_family_link (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  name text not null,
  relation text collate "C" not null,
  phone bytea not null,
  scopes text[] collate "C" not null,
  token_hash text collate "C" not null,
  made_at timestamptz not null,
  made_by text not null,
  made_name text not null,
  how text collate "C" not null,
  until date not null,
  tries integer not null default 0,
  opened_at timestamptz,
  withdrawn_at timestamptz,
  constraint elder_family_link_pkey primary key (id),
  constraint elder_family_link_person_fkey foreign key (person_id) references person (id),
  constraint elder_family_link_token unique (token_hash),
  constraint elder_family_link_division_code check (division ~ '^[0-9]{12}$'),
  constraint elder_family_link_relation check (relation in ('child', 'spouse', 'relative', 'neighbour', 'cadre', 'other')),
  constraint elder_family_link_scopes check (scopes <@ array['statement', 'orders', 'meals', 'visits', 'aid'] and cardinality(scopes) > 0),
  constraint elder_family_link_how check (how in ('self', 'village')),
  constraint elder_family_link_tries check (tries >= 0)
);
comment on table elder_family_link is '家人查看：老人给谁开的、看哪几样、到哪天；只存链接的摘要，手机号码加密';
create index elder_family_link_person on elder_family_link (person_id, id);
revoke delete on elder_family_link from {{app}};
alter table elder_family_link enable row level security;
create policy elder_family_link_scope on elder_family_link using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('elder_family_link', 'person_id', 'true', null, null);
