create table entitlement_facts (
  version_id uuid not null,
  entitlement_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  decision_id uuid not null,
  facts bytea,
  same_as uuid,
  constraint entitlement_facts_pkey primary key (version_id),
  constraint entitlement_facts_version_fkey foreign key (version_id) references entitlement_version (id),
  constraint entitlement_facts_same_fkey foreign key (same_as) references entitlement_facts (version_id),
  constraint entitlement_facts_one check ((facts is null) <> (same_as is null)),
  constraint entitlement_facts_division_code check (division ~ '^[0-9]{12}$')
);
comment on table entitlement_facts is '待遇版本所依据的核算事实（密封），供标准调整时成批重算；金额不是按事实算出的版本没有';
comment on column entitlement_facts.decision_id is '作出此金额的决定';
comment on column entitlement_facts.same_as is '与哪个版本依据同样的事实';
revoke update, delete on entitlement_facts from {{app}};
alter table entitlement_facts enable row level security;
create policy entitlement_facts_scope on entitlement_facts using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
