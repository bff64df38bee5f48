create table domain_event (
  seq bigint generated always as identity,
  event_id uuid not null,
  type text collate "C" not null,
  version smallint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  division text collate "C" not null,
  subject_kind text collate "C" not null,
  subject_id text not null,
  payload jsonb not null,
  source text collate "C" not null,
  correlation_id uuid not null,
  sensitivity text collate "C" not null,
  constraint domain_event_pkey primary key (event_id),
  constraint domain_event_seq unique (seq),
  constraint domain_event_division check (division ~ '^[0-9]{12}$'),
  constraint domain_event_sensitivity check (sensitivity in ('public', 'internal', 'personal', 'sensitive', 'military'))
);
comment on table domain_event is '业务事件：与业务变更在同一事务中写入的发件箱，只增不改';
create index domain_event_subject on domain_event (subject_kind, subject_id, seq);
create index domain_event_type on domain_event (type, seq);
revoke update, delete on domain_event from {{app}};

create table event_delivery (
  subscriber text collate "C" not null,
  seq bigint not null,
  event_id uuid not null,
  -- kind:id of the event's subject: deliveries of one subject to one subscriber keep their order
  subject text not null,
  division text collate "C" not null,
  state text collate "C" not null default 'pending',
  attempts integer not null default 0,
  next_at timestamptz not null,
  handled_at timestamptz,
  error text,
  constraint event_delivery_pkey primary key (subscriber, event_id),
  constraint event_delivery_event_fkey foreign key (event_id) references domain_event (event_id),
  constraint event_delivery_state check (state in ('pending', 'handled', 'failed')),
  constraint event_delivery_handled check ((state = 'handled') = (handled_at is not null))
);
comment on table event_delivery is '事件投递：每个订阅方对每个事件只处理一次，失败可见并重试';
-- Only what is left to do is indexed: the work does not grow with the history.
create index event_delivery_due on event_delivery (seq) where state <> 'handled';
create index event_delivery_order on event_delivery (subscriber, subject, seq) where state <> 'handled';
revoke update, delete on event_delivery from {{app}};
grant update (state, attempts, next_at, handled_at, error) on event_delivery to {{app}};

alter table domain_event enable row level security;
create policy domain_event_read on domain_event for select using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))
);
create policy domain_event_write on domain_event for insert with check (true);

alter table event_delivery enable row level security;
create policy event_delivery_read on event_delivery for select using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))
);
create policy event_delivery_handle on event_delivery for update using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))
);
create policy event_delivery_write on event_delivery for insert with check (true);
