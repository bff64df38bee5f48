create table ticket (
  id uuid not null,
  kind text collate "C" not null,
  category text collate "C" not null,
  channel text collate "C" not null,
  urgency text collate "C" not null,
  real_name boolean not null,
  division text collate "C" not null,
  d4 text collate "C" not null generated always as (left(division, 4)) stored,
  d6 text collate "C" not null generated always as (left(division, 6)) stored,
  d9 text collate "C" not null generated always as (left(division, 9)) stored,
  state text collate "C" not null default 'registered',
  content bytea not null,
  due_at timestamptz not null,
  answer_by timestamptz not null,
  escalated_state text collate "C",
  opened_at timestamptz not null,
  opened_by text not null,
  called_back_at timestamptz,
  rating integer,
  closed_at timestamptz,
  seq integer not null default 1,
  version integer not null default 1,
  constraint ticket_pkey primary key (id),
  constraint ticket_division_code check (division ~ '^[0-9]{12}$'),
  constraint ticket_urgency check (urgency in ('A', 'B', 'C')),
  constraint ticket_state check (state in ('registered', 'dispatched', 'handling', 'answered', 'called-back', 'closed')),
  constraint ticket_rating check (rating between 1 and 5),
  -- 每一件都要回访，才能办结
  constraint ticket_closed check ((state = 'closed') = (closed_at is not null) and (closed_at is null or called_back_at is not null))
);
comment on table ticket is '工单：来电、来访的登记、派单、办理、答复、回访、办结；来电人和诉求加密';
create index ticket_open_d6 on ticket (d6, due_at, id) where closed_at is null;
create index ticket_open_d4 on ticket (d4, due_at, id) where closed_at is null;
create index ticket_open_d9 on ticket (d9, due_at, id) where closed_at is null;
create index ticket_done_d6 on ticket (d6, closed_at desc, id desc) where closed_at is not null;
create index ticket_done_d4 on ticket (d4, closed_at desc, id desc) where closed_at is not null;
create index ticket_done_d9 on ticket (d9, closed_at desc, id desc) where closed_at is not null;
create index ticket_late on ticket (due_at, id) where closed_at is null;
revoke delete on ticket from {{app}};

create table ticket_event (
  ticket_id uuid not null,
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
  constraint ticket_event_pkey primary key (ticket_id, seq),
  constraint ticket_event_ticket_fkey foreign key (ticket_id) references ticket (id)
);
comment on table ticket_event is '工单办理经过：只增不改';
revoke update, delete on ticket_event from {{app}};

alter table ticket enable row level security;
create policy ticket_scope on ticket using (
  (case when division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')) then 1 end) is not null);
alter table ticket_event enable row level security;
create policy ticket_event_scope on ticket_event using (exists (select from ticket t where t.id = ticket_id));
