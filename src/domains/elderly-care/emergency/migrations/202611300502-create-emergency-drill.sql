select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 应急演练：演练用的呼叫照常接、照常办，不进任何统计，也不通知别的业务。
create table emergency_drill (
  id uuid not null,
  division text collate "C" not null,
  half text collate "C" not null,
  place_division text collate "C" not null,
  scenario text not null,
  started_at timestamptz not null,
  started_by text not null,
  findings text,
  measures text,
  ended_at timestamptz,
  ended_by text,
  constraint emergency_drill_pkey primary key (id),
  constraint emergency_drill_division_code check (division ~ '^[0-9]{12}$'),
  constraint emergency_drill_half check (half ~ '^[0-9]{4}-[12]$'),
  constraint emergency_drill_ended check ((ended_at is null) = (findings is null) and (ended_at is null) = (measures is null) and (ended_at is null) = (ended_by is null))
);
comment on table emergency_drill is '应急呼叫台的演练：哪个台、哪半年、在哪里、什么情形，查出什么、怎么改';
create index emergency_drill_desk on emergency_drill (division, half);
revoke delete on emergency_drill from {{app}};

-- 快到期提醒一次，过了半年没有演练再告诉一次。
create table emergency_drill_told (
  division text collate "C" not null,
  half text collate "C" not null,
  kind text collate "C" not null,
  told_at timestamptz not null,
  constraint emergency_drill_told_pkey primary key (division, half, kind),
  constraint emergency_drill_told_kind check (kind in ('soon', 'overdue'))
);
comment on table emergency_drill_told is '哪个呼叫台哪半年快到期、没有演练，什么时候告诉的';
revoke update, delete on emergency_drill_told from {{app}};

alter table emergency_incident add column drill_id uuid;
alter table emergency_incident add constraint emergency_incident_drill_fkey foreign key (drill_id) references emergency_drill (id);
create unique index emergency_incident_drill on emergency_incident (drill_id) where drill_id is not null;

do $$
declare t text;
begin
  foreach t in array array['emergency_drill', 'emergency_drill_told'] loop
    execute format('alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), '''')))', t);
  end loop;
end $$;
