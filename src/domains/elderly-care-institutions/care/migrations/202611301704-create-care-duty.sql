-- 排班：哪一天哪一班谁上；当班的人看得到老人的健康情况，不当班的写明原因才看得到
create table care_duty (
  institution_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  shift text collate "C" not null,
  user_id text collate "C" not null,
  user_name text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_duty_pkey primary key (institution_id, on_date, shift, user_id),
  constraint care_duty_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_duty_shift check (shift in ('day', 'evening', 'night'))
);
comment on table care_duty is '养老机构排班：一天三班，每班有谁';
revoke update on care_duty from {{app}};

create table care_off_shift (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  user_id text collate "C" not null,
  user_name text not null,
  reason text not null,
  at timestamptz not null,
  until timestamptz not null,
  constraint care_off_shift_pkey primary key (id),
  constraint care_off_shift_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_off_shift_span check (until > at)
);
comment on table care_off_shift is '不当班看老人的健康情况：谁、为什么、看到几点；只增不改，本机构的人都看得到';
create index care_off_shift_listed on care_off_shift (institution_id, at, id);
create index care_off_shift_of on care_off_shift (user_id, until);
revoke update, delete on care_off_shift from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_duty', 'care_off_shift'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
