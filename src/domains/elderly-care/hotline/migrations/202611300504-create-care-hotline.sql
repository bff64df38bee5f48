select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 养老热线：一通电话一条，说了什么加密；要服务的成工单，紧急的转应急呼叫台，咨询、投诉举报成热线工单。
create table care_hotline_call (
  id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  received_at timestamptz not null,
  received_by text not null,
  said bytea not null,
  ticket_id uuid,
  incident_id uuid,
  order_id uuid,
  due_at timestamptz,
  told_at timestamptz,
  done_at timestamptz,
  outcome text collate "C",
  constraint care_hotline_call_pkey primary key (id),
  constraint care_hotline_call_ticket_fkey foreign key (ticket_id) references ticket (id),
  constraint care_hotline_call_incident_fkey foreign key (incident_id) references emergency_incident (id),
  constraint care_hotline_call_order_fkey foreign key (order_id) references home_care_order (id),
  constraint care_hotline_call_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_hotline_call_kind check (kind in ('enquiry', 'service', 'urgent', 'complaint', 'abuse')),
  constraint care_hotline_call_way check (
    (kind in ('enquiry', 'complaint', 'abuse')) = (ticket_id is not null) and (kind = 'urgent') = (incident_id is not null) and (kind = 'service' or order_id is null)),
  constraint care_hotline_call_due check (kind <> 'service' or due_at is not null),
  constraint care_hotline_call_outcome check (outcome in ('ordered', 'otherwise') and (outcome is null) = (done_at is null) and (outcome <> 'ordered' or order_id is not null))
);
comment on table care_hotline_call is '养老热线的来电：哪一类、转到了哪里、两小时内有没有下单';
create index care_hotline_call_open on care_hotline_call (division, due_at) where kind = 'service' and done_at is null;
create index care_hotline_call_due on care_hotline_call (due_at) where kind = 'service' and done_at is null and told_at is null;
create index care_hotline_call_place on care_hotline_call (division, received_at);
revoke delete on care_hotline_call from {{app}};
alter table care_hotline_call enable row level security;
create policy care_hotline_call_scope on care_hotline_call using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
