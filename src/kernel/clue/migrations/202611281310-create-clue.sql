create table clue (
  id uuid not null,
  kind text collate "C" not null,
  source text collate "C" not null,
  direction text collate "C" not null,
  red boolean not null default false,
  urgent boolean not null default false,
  -- 同一家（没有家庭的是同一人，都没有的是线索自己）同时只有一条在办
  subject_id uuid not null,
  household_id uuid,
  person_id uuid,
  division text collate "C" not null,
  d4 text collate "C" not null generated always as (left(division, 4)) stored,
  d6 text collate "C" not null generated always as (left(division, 6)) stored,
  d9 text collate "C" not null generated always as (left(division, 9)) stored,
  state text collate "C" not null default 'registered',
  holder text collate "C",
  verify_by timestamptz not null,
  due_at timestamptz not null,
  escalated_state text collate "C",
  reported_at timestamptz not null,
  reported_by text not null,
  closed_at timestamptz,
  closed_by text,
  disposition text collate "C",
  evidence bytea,
  seq integer not null default 0,
  version integer not null default 1,
  constraint clue_pkey primary key (id),
  constraint clue_household_fkey foreign key (household_id) references household (id),
  constraint clue_person_fkey foreign key (person_id) references person (id),
  constraint clue_division_code check (division ~ '^[0-9]{12}$'),
  constraint clue_direction check (direction in ('in', 'out', 'both', 'none')),
  constraint clue_state check (state in ('registered', 'assigned', 'verified', 'closed')),
  constraint clue_held check ((state = 'closed') = (holder is null)),
  -- 销号须有结论、依据和人
  constraint clue_closed check ((state = 'closed') = (closed_at is not null) and (state = 'closed') = (closed_by is not null)
    and (state = 'closed') = (disposition is not null) and (state = 'closed') = (evidence is not null)),
  constraint clue_subject check (subject_id = coalesce(household_id, person_id, id))
);
comment on table clue is '线索与预警：同一家庭合并为一条，按最早的期限核实，销号须有结论、依据和人';
comment on column clue.red is '本月可能发错钱：核实前暂停发放，最长一个周期';
create unique index clue_one_open on clue (kind, subject_id) where closed_at is null;
create index clue_open_d9 on clue (d9, due_at, id) where closed_at is null;
create index clue_open_d6 on clue (d6, due_at, id) where closed_at is null;
create index clue_open_d4 on clue (d4, due_at, id) where closed_at is null;
create index clue_open_division on clue (division, due_at, id) where closed_at is null;
create index clue_closed_d9 on clue (d9, closed_at desc, id desc) where closed_at is not null;
create index clue_closed_d6 on clue (d6, closed_at desc, id desc) where closed_at is not null;
create index clue_closed_d4 on clue (d4, closed_at desc, id desc) where closed_at is not null;
create index clue_closed_division on clue (division, closed_at desc, id desc) where closed_at is not null;
create index clue_late on clue (due_at, id) where closed_at is null;
create index clue_person on clue (person_id);
create index clue_household on clue (household_id);
revoke delete on clue from {{app}};

create table clue_reason (
  id uuid not null,
  clue_id uuid not null,
  rule text collate "C" not null,
  -- 同一规则、同一家、同一件事只算一次
  subject_id uuid not null,
  occasion text collate "C" not null,
  source text collate "C" not null,
  direction text collate "C" not null,
  red boolean not null,
  person_id uuid,
  division text collate "C" not null,
  content bytea not null,
  found_at timestamptz not null,
  verify_by timestamptz not null,
  held_person_id uuid,
  held_until date,
  released_at timestamptz,
  withdrawn_at timestamptz,
  constraint clue_reason_pkey primary key (id),
  constraint clue_reason_once unique (rule, subject_id, occasion),
  constraint clue_reason_clue_fkey foreign key (clue_id) references clue (id),
  constraint clue_reason_direction check (direction in ('in', 'out', 'none')),
  constraint clue_reason_held check ((held_person_id is null) = (held_until is null) and (released_at is null or held_until is not null))
);
comment on table clue_reason is '线索的缘由：每一次发现各有依据和期限，内容加密';
create index clue_reason_clue on clue_reason (clue_id, found_at);
create index clue_reason_hold on clue_reason (held_until, id) where held_until is not null and released_at is null;
create index clue_reason_person on clue_reason (person_id);
revoke delete on clue_reason from {{app}};

create table clue_event (
  clue_id uuid not null,
  seq integer not null,
  id uuid not null,
  division text collate "C" not null,
  action text collate "C" not null,
  to_state text collate "C" not null,
  actor_id text not null,
  actor_name text not null,
  actor_role text not null,
  at timestamptz not null,
  note bytea,
  constraint clue_event_pkey primary key (clue_id, seq),
  constraint clue_event_clue_fkey foreign key (clue_id) references clue (id)
);
comment on table clue_event is '线索办理经过：只增不改';
revoke update, delete on clue_event from {{app}};

-- 写法与 service_case_scope 相同：让清单按自己的索引次序读
alter table clue enable row level security;
create policy clue_scope on clue using (
  (case when division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')) then 1 end) is not null);
-- 缘由和经过随线索走：线索改派到别的村，看得见线索的人看得见它们
alter table clue_reason enable row level security;
create policy clue_reason_scope on clue_reason using (exists (select from clue c where c.id = clue_id));
alter table clue_event enable row level security;
create policy clue_event_scope on clue_event using (exists (select from clue c where c.id = clue_id));
