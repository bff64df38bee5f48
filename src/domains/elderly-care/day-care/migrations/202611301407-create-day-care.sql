select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 日间照料：谁在哪一处登记、哪天来了；登记的、一天来的都不超过日托位
create table day_care_member (
  id uuid not null,
  site_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  from_on date not null,
  contact bytea not null,
  to_on date,
  end_reason text,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint day_care_member_pkey primary key (id),
  constraint day_care_member_site_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  constraint day_care_member_person_fkey foreign key (person_id) references person (id),
  constraint day_care_member_division_code check (division ~ '^[0-9]{12}$'),
  constraint day_care_member_dates check (to_on >= from_on and (to_on is null) = (end_reason is null))
);
comment on table day_care_member is '日间照料登记：一位老人同时在一处';
create unique index day_care_member_once on day_care_member (person_id) where to_on is null;
create index day_care_member_site on day_care_member (site_id) where to_on is null;
revoke delete on day_care_member from {{app}};

create table day_care_day (
  site_id uuid not null,
  on_date date not null,
  member_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  way text collate "C" not null,
  entered_at timestamptz not null,
  entered_by text not null,
  entered_name text not null,
  constraint day_care_day_pkey primary key (site_id, on_date, member_id),
  constraint day_care_day_once unique (person_id, on_date),
  constraint day_care_day_site_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  constraint day_care_day_member_fkey foreign key (member_id) references day_care_member (id),
  constraint day_care_day_person_fkey foreign key (person_id) references person (id),
  constraint day_care_day_way check (way in ('card', 'name-book'))
);
comment on table day_care_day is '日间照料来的日子：刷卡或者名册，一人一天一处；设施的开放和人次从这里来';
revoke update, delete on day_care_day from {{app}};

-- 两个人同时登记最后一个位子，只有一个登记得上
create function day_care_fits() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  places integer;
  taken integer;
begin
  select day_places into places from care_site where id = new.site_id for update;
  if tg_table_name = 'day_care_member' then
    select count(*) into taken from day_care_member where site_id = new.site_id and to_on is null;
  else
    select count(*) into taken from day_care_day where site_id = new.site_id and on_date = new.on_date;
  end if;
  if taken > places then
    raise exception using errcode = '23514', constraint = 'day_care_places', message = 'no day place left';
  end if;
  return null;
end $$;
create trigger day_care_member_fits after insert on day_care_member for each row execute function day_care_fits();
create trigger day_care_day_fits after insert on day_care_day for each row execute function day_care_fits();

do $$
declare t text;
begin
  foreach t in array array['day_care_member', 'day_care_day'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or person_id = (select nullif(current_setting('app.person', true), ''))::uuid)$p$, t);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit) values
  ('day_care_member', 'person_id', 'to_on is null', null, null),
  ('day_care_day', 'person_id', 'false', null, null);
