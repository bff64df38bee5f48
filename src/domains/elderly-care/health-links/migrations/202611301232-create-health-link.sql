-- 老年人健康服务签约：提议、同意、签约、随访、续签或解约。诊断留在卫生机构，这里只记签了谁、随访做了没有
create table health_link (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null,
  centre text not null,
  proposed_at timestamptz not null,
  proposed_by text not null,
  agreed_at timestamptz,
  agreed_by text,
  doctor text,
  from_on date,
  to_on date,
  chronic boolean not null default false,
  tcm boolean not null default false,
  renew_told boolean not null default false,
  ended_on date,
  ended_why text,
  version integer not null default 1,
  constraint health_link_pkey primary key (id),
  constraint health_link_person_fkey foreign key (person_id) references person (id),
  constraint health_link_division_code check (division ~ '^[0-9]{12}$'),
  constraint health_link_state check (state in ('proposed', 'agreed', 'signed', 'ended')),
  constraint health_link_agreed check ((agreed_at is null) = (agreed_by is null) and (state not in ('agreed', 'signed') or agreed_at is not null)),
  -- 没有同意的，签不了约
  constraint health_link_signed check ((from_on is null) = (doctor is null) and (from_on is null) = (to_on is null) and to_on >= from_on
    and (state <> 'signed' or from_on is not null) and (from_on is null or agreed_at is not null)),
  constraint health_link_ended check ((state = 'ended') = (ended_on is not null) and (ended_on is null) = (ended_why is null))
);
comment on table health_link is '健康服务签约：一个人同时只有一份没有结束的';
create unique index health_link_one on health_link (person_id) where state <> 'ended';
create index health_link_listed on health_link (division, state, to_on);
create index health_link_person on health_link (person_id);
create index health_link_ending on health_link (to_on) where state = 'signed';
revoke delete on health_link from {{app}};

create table health_follow_up (
  id uuid not null,
  link_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  kinds text[] collate "C" not null,
  way text collate "C" not null,
  recorded_at timestamptz not null,
  by_name text not null,
  constraint health_follow_up_pkey primary key (id),
  constraint health_follow_up_link_fkey foreign key (link_id) references health_link (id),
  constraint health_follow_up_person_fkey foreign key (person_id) references person (id),
  constraint health_follow_up_kinds check (kinds <@ array['chronic', 'tcm', 'check'] and cardinality(kinds) > 0),
  constraint health_follow_up_way check (way in ('centre', 'home', 'phone')),
  constraint health_follow_up_once unique (link_id, on_date)
);
comment on table health_follow_up is '随访：哪天、什么随访、怎么做的，不记诊断；只增不改';
create index health_follow_up_person on health_follow_up (person_id, on_date);
revoke update, delete on health_follow_up from {{app}};

do $$
declare t text;
begin
  foreach t in array array['health_link', 'health_follow_up'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
insert into person_reference (table_name, column_name, live, within, unit) values
  ('health_link', 'person_id', $$state <> 'ended'$$, null, null),
  ('health_follow_up', 'person_id', 'true', null, null);
