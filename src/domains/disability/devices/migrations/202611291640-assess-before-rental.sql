-- 租辅具以前先问几句：借用人用不用得了这一种。结果和回答留下来，回答加密。
create table rental_assessment (
  id uuid not null,
  order_id uuid not null,
  person_id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  verdict text collate "C" not null,
  content bytea not null,
  assessed_at timestamptz not null,
  assessed_on date not null,
  assessed_by text not null,
  assessed_name text not null,
  constraint rental_assessment_pkey primary key (id),
  constraint rental_assessment_order_fkey foreign key (order_id) references rental_order (id),
  constraint rental_assessment_person_fkey foreign key (person_id) references person (id),
  constraint rental_assessment_station_fkey foreign key (station_id) references device_station (id),
  constraint rental_assessment_division_code check (division ~ '^[0-9]{12}$'),
  constraint rental_assessment_verdict check (verdict in ('suits', 'with-care', 'not'))
);
comment on table rental_assessment is '租赁前的简易评估：适合、可以租但要注意、不适合；回答和理由加密，只增不改';
create index rental_assessment_order on rental_assessment (order_id, assessed_at);
create index rental_assessment_person on rental_assessment (person_id);
revoke update, delete on rental_assessment from {{app}};
alter table rental_assessment enable row level security;
create policy rental_assessment_scope on rental_assessment using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
