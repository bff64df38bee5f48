create table care_medication (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  content bytea not null,
  units integer not null,
  stock integer not null,
  from_at timestamptz not null,
  ended_at timestamptz,
  entered_by text not null,
  entered_name text not null,
  constraint care_medication_pkey primary key (id),
  constraint care_medication_at unique (id, stay_id, institution_id, division),
  constraint care_medication_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_medication_units check (units > 0 and stock >= 0),
  constraint care_medication_days check (ended_at >= from_at)
);
comment on table care_medication is '代管药品：凭签了字的服药委托书和医嘱；药名、用法、时间、医嘱加密；units 每次用量，stock 还剩多少，单位相同';
create index care_medication_stay on care_medication (stay_id, ended_at);
revoke delete on care_medication from {{app}};

create table care_dose (
  id uuid not null,
  medication_id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  on_day date not null,
  due_at timestamptz not null,
  prepared_at timestamptz,
  prepared_by text,
  prepared_name text,
  given_at timestamptz,
  given_by text,
  given_name text,
  result text collate "C",
  constraint care_dose_pkey primary key (id),
  constraint care_dose_one unique (medication_id, due_at),
  constraint care_dose_medication_fkey foreign key (medication_id, stay_id, institution_id, division)
    references care_medication (id, stay_id, institution_id, division) on update cascade,
  constraint care_dose_result check (result in ('given', 'refused', 'withdrawn')),
  constraint care_dose_prepared check ((prepared_at is null) = (prepared_by is null)),
  constraint care_dose_given check ((result in ('given', 'refused')) is true = (given_at is not null and given_by is not null)),
  constraint care_dose_two_hands check (given_by <> prepared_by and (given_by is null or prepared_by is not null))
);
comment on table care_dose is '服药：一人备药，另一人核对以后看着服下；签了就不再改';
create index care_dose_day on care_dose (institution_id, on_day, due_at);
create index care_dose_stay on care_dose (stay_id, on_day, due_at);
revoke delete on care_dose from {{app}};

create function guard_care_dose() returns trigger language plpgsql set search_path from current as $$
begin
  if old.result is not null or (old.prepared_by is not null and (new.prepared_by, new.prepared_at) is distinct from (old.prepared_by, old.prepared_at)) then
    raise exception 'a dose that is signed is not changed' using errcode = 'check_violation', constraint = 'care_dose_signed';
  end if;
  return new;
end $$;
create trigger care_dose_guard before update on care_dose for each row execute function guard_care_dose();

do $$
declare t text;
begin
  foreach t in array array['care_medication', 'care_dose'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
