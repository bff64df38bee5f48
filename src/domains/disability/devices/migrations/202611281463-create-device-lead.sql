select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table device_lead (
  id uuid not null,
  source_event uuid not null,
  source text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null,
  county text collate "C" not null generated always as (left(division, 6)) stored,
  opened_on date not null,
  state text collate "C" not null default 'open',
  outcome text collate "C",
  closed_on date,
  closed_by text,
  constraint device_lead_pkey primary key (id),
  constraint device_lead_event unique (source_event, person_id),
  constraint device_lead_person_fkey foreign key (person_id) references person (id),
  constraint device_lead_division_code check (division ~ '^[0-9]{12}$'),
  constraint device_lead_source check (source in ('assessment', 'disaster')),
  constraint device_lead_state check (state in ('open', 'closed')),
  constraint device_lead_outcome check (outcome in ('rent', 'fit', 'buy', 'none')),
  constraint device_lead_closed check ((state = 'closed') = (closed_on is not null) and (closed_on is null) = (outcome is null) and (closed_on is null) = (closed_by is null))
);
comment on table device_lead is '可能需要辅具的人：养老能力评估、灾害转移安置传来，由辅具网点联系；不含评估内容';
create unique index device_lead_open on device_lead (person_id, source) where state = 'open';
create index device_lead_county on device_lead (county, opened_on, id) where state = 'open';
revoke delete on device_lead from {{app}};
alter table device_lead enable row level security;
create policy device_lead_scope on device_lead using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
