alter table care_institution
  add column first_resident_on date,
  add column recorded_on date,
  add column record_no text,
  add column area_m2 integer,
  add column ownership text,
  add column told text collate "C",
  add column announced_until date;
comment on column care_institution.first_resident_on is '收住第一位老人的日子（试住也算）：备案的时限从它起算';
alter table care_institution add constraint care_institution_told check (told in ('remind', 'late'));
comment on column care_institution.told is '备案时限提醒到哪一步，各提醒一次';
comment on column care_institution.announced_until is '暂停、终止的公告到哪天';

create table care_filing (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null,
  beds integer not null,
  area_m2 integer not null,
  ownership text not null,
  name text not null,
  contact text not null,
  telephone text not null,
  commitment boolean not null,
  certificate boolean not null,
  filed_on date not null,
  filed_by text not null,
  guidance text,
  received_at timestamptz,
  received_by text,
  document_id uuid,
  constraint care_filing_pkey primary key (id),
  constraint care_filing_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_filing_kind check (kind in ('first', 'change')),
  constraint care_filing_state check (state in ('waiting', 'guided', 'received')),
  constraint care_filing_beds check (beds between 1 and 5000 and area_m2 > 0),
  constraint care_filing_answered check ((state = 'received') = (document_id is not null) and (state = 'guided') = (guidance is not null))
);
comment on table care_filing is '备案、变更备案：材料齐全当场出回执，不齐的告诉怎么补；备案不是许可，不因缺消防等材料不收';
create unique index care_filing_waiting on care_filing (institution_id) where state = 'waiting';
create index care_filing_listed on care_filing (institution_id, filed_on, id);
revoke delete on care_filing from {{app}};

-- 备案以后10个工作日内现场核查；没有备案先收住的，发现以后也要核查
create table care_onsite (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  cause text collate "C" not null,
  due_on date not null,
  opened_at timestamptz not null,
  done_on date,
  done_by text,
  findings text,
  constraint care_onsite_pkey primary key (id),
  constraint care_onsite_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_onsite_cause check (cause in ('recorded', 'unrecorded')),
  constraint care_onsite_done check ((done_on is null) = (findings is null) and (done_on is null) = (done_by is null))
);
comment on table care_onsite is '现场核查：备案以后、发现未备案收住以后，各限10个工作日';
create index care_onsite_listed on care_onsite (institution_id, due_on, id);
revoke delete on care_onsite from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_filing', 'care_onsite'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
