-- 信用台账、失信名单、信用修复、每月自查
create table care_credit_entry (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  points integer not null,
  reason text collate "C" not null,
  note text not null,
  cause text collate "C" not null,
  repairs uuid,
  posted_at timestamptz not null,
  posted_by text not null,
  posted_name text not null,
  constraint care_credit_entry_pkey primary key (id),
  constraint care_credit_entry_cause unique (cause),
  constraint care_credit_entry_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_credit_entry_repairs_fkey foreign key (repairs) references care_credit_entry (id),
  constraint care_credit_entry_points check (points between -100 and 100 and points <> 0)
);
comment on table care_credit_entry is '养老机构信用分台账：每一笔写明事由，同一缘由只记一次，只增不改';
create index care_credit_entry_listed on care_credit_entry (institution_id, on_date);
revoke update, delete on care_credit_entry from {{app}};
alter table care_credit_entry enable row level security;
create policy care_credit_entry_scope on care_credit_entry using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table care_bad_faith (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  from_on date not null,
  to_on date,
  document_no text not null,
  reason text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_bad_faith_pkey primary key (id),
  constraint care_bad_faith_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_bad_faith_range check (to_on is null or to_on >= from_on)
);
comment on table care_bad_faith is '养老服务市场失信联合惩戒对象：在名单上的是D类';
create index care_bad_faith_of on care_bad_faith (institution_id, from_on);
revoke update, delete on care_bad_faith from {{app}};
alter table care_bad_faith enable row level security;
create policy care_bad_faith_scope on care_bad_faith using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table care_credit_repair (
  id uuid not null,
  entry_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  done text not null,
  asked_on date not null,
  decide_by date not null,
  asked_by text not null,
  state text collate "C" not null default 'asked',
  opinion text,
  decided_on date,
  decided_by text,
  constraint care_credit_repair_pkey primary key (id),
  constraint care_credit_repair_entry_fkey foreign key (entry_id) references care_credit_entry (id),
  constraint care_credit_repair_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_credit_repair_state check (state in ('asked', 'granted', 'refused')),
  constraint care_credit_repair_decided check ((state = 'asked') = (decided_on is null) and (decided_on is null) = (opinion is null))
);
comment on table care_credit_repair is '信用修复：机构申请，县级20个工作日内决定；原来扣的分留在台账里';
create unique index care_credit_repair_open on care_credit_repair (entry_id) where state in ('asked', 'granted');
create index care_credit_repair_of on care_credit_repair (institution_id, asked_on);
revoke delete on care_credit_repair from {{app}};
alter table care_credit_repair enable row level security;
create policy care_credit_repair_scope on care_credit_repair using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table care_self_check (
  institution_id uuid not null,
  month text collate "C" not null,
  division text collate "C" not null,
  done_on date not null,
  looked text not null,
  found integer not null,
  done_by text not null,
  done_name text not null,
  constraint care_self_check_pkey primary key (institution_id, month),
  constraint care_self_check_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_self_check_month check (month ~ '^[0-9]{4}-[0-9]{2}$')
);
comment on table care_self_check is '养老机构每月自查：查了什么、查出几处；查出的隐患另外一处一条';
revoke update, delete on care_self_check from {{app}};
alter table care_self_check enable row level security;
create policy care_self_check_scope on care_self_check using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
