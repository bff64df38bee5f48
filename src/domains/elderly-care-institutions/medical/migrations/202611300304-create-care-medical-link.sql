-- 医养结合的方式和期限、农村福利院转型为区域养老服务中心
create table care_medical_link (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  partner text not null,
  from_on date not null,
  to_on date,
  insured boolean not null,
  ended_on date,
  ended_why text,
  told boolean not null default false,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_medical_link_pkey primary key (id),
  constraint care_medical_link_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_medical_link_kind check (kind in ('clinic', 'station', 'outpatient', 'hospital', 'agreement', 'neighbour')),
  constraint care_medical_link_term check (to_on >= from_on and (kind <> 'agreement' or to_on is not null)),
  constraint care_medical_link_ended check ((ended_on is null) = (ended_why is null) and ended_on >= from_on)
);
comment on table care_medical_link is '医养结合：内设的、毗邻的、签协议的；协议有期限，到期前提醒，过期的不算';
create index care_medical_link_of on care_medical_link (institution_id, from_on);
revoke delete on care_medical_link from {{app}};

create table care_conversion (
  institution_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  functions text[] collate "C" not null,
  document_no text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_conversion_pkey primary key (institution_id),
  constraint care_conversion_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_conversion_functions check (functions <@ array['full', 'day', 'short', 'home'] and cardinality(functions) > 0)
);
comment on table care_conversion is '农村福利院转型为乡镇区域养老服务中心：从哪天起、有哪些功能、验收的文号';
create index care_conversion_listed on care_conversion (division);
revoke update, delete on care_conversion from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_medical_link', 'care_conversion'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
