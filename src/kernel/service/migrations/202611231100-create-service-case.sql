create table service_item (
  item_id text not null,
  version integer not null,
  name text not null,
  template text not null,
  content jsonb not null,
  valid_from date not null,
  published_by text not null,
  constraint service_item_pkey primary key (item_id, version)
);
comment on table service_item is '事项：文字、材料、时限、附加字段，按版本保存，已用版本不改';
revoke update, delete on service_item from {{app}};

create table draft (
  id uuid not null,
  owner_id text not null,
  person_id uuid,
  division text collate "C",
  item_id text not null,
  content bytea not null,
  title text not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  constraint draft_pkey primary key (id),
  constraint draft_owner check ((person_id is null) <> (division is null))
);
comment on table draft is '草稿：整份加密，填到哪存到哪，换一台设备接着填';
create index draft_owner_id on draft (owner_id, updated_at desc);

create table service_case (
  id uuid not null,
  no text collate "C",
  item_id text not null,
  item_version integer not null,
  flow text not null,
  flow_version text not null,
  division text collate "C" not null,
  d4 text collate "C" not null generated always as (left(division, 4)) stored,
  d6 text collate "C" not null generated always as (left(division, 6)) stored,
  d9 text collate "C" not null generated always as (left(division, 9)) stored,
  applicant_person_id uuid not null,
  applicant_name text collate "C" not null,
  agent_person_id uuid,
  household_id uuid,
  channel text not null,
  state text not null,
  holder text,
  entered_on date not null,
  due_on date not null,
  amber_on date,
  red_on date,
  total_due_on date,
  submitted_at timestamptz not null,
  accepted_on date,
  closed_at timestamptz,
  outcome text,
  flags text[] not null default '{}',
  form bytea not null,
  seq integer not null default 0,
  step_seq integer not null default 1,
  open boolean not null generated always as (closed_at is null) stored,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint service_case_pkey primary key (id),
  constraint service_case_no_key unique (no),
  constraint service_case_item_fkey foreign key (item_id, item_version) references service_item (item_id, version),
  constraint service_case_channel check (channel in ('window', 'online', 'mobile', 'proxy', 'hotline', 'discovery')),
  constraint service_case_closed check ((closed_at is null) = (outcome is null)),
  constraint service_case_held check ((closed_at is null) = (holder is not null)),
  constraint service_case_numbered check ((no is null) = (accepted_on is null))
);
comment on table service_case is '办件';
-- 同一人同一事项只能有一件在办
create unique index service_case_one_open on service_case (item_id, applicant_person_id) where closed_at is null;
-- 待办：本岗位的、全部的，先到期的在前；村（社区）件少，一个索引够用
create index service_case_work_d9 on service_case (d9, holder, due_on, id) where closed_at is null;
create index service_case_work_d6 on service_case (d6, holder, due_on, id) where closed_at is null;
create index service_case_work_d4 on service_case (d4, holder, due_on, id) where closed_at is null;
create index service_case_open_division on service_case (division, due_on, id) where closed_at is null;
create index service_case_open_d9 on service_case (d9, due_on, id) where closed_at is null;
create index service_case_open_d6 on service_case (d6, due_on, id) where closed_at is null;
create index service_case_open_d4 on service_case (d4, due_on, id) where closed_at is null;
-- 办结：新近提交的在前
create index service_case_done_division on service_case (division, submitted_at desc, id desc) where closed_at is not null;
create index service_case_done_d9 on service_case (d9, submitted_at desc, id desc) where closed_at is not null;
create index service_case_done_d6 on service_case (d6, submitted_at desc, id desc) where closed_at is not null;
create index service_case_done_d4 on service_case (d4, submitted_at desc, id desc) where closed_at is not null;
-- 按姓名找：从姓名的开头翻页
create index service_case_name_d9 on service_case (d9, open, applicant_name, id);
create index service_case_name_d6 on service_case (d6, open, applicant_name, id);
create index service_case_name_d4 on service_case (d4, open, applicant_name, id);
create index service_case_applicant on service_case (applicant_person_id, submitted_at desc);
create index service_case_agent on service_case (agent_person_id, submitted_at desc) where agent_person_id is not null;
create index service_case_timer on service_case (state, due_on, id) where closed_at is null;
create index service_case_alert on service_case (coalesce(amber_on, due_on + 1)) where closed_at is null;
revoke delete on service_case from {{app}};

create table case_person (
  case_id uuid not null,
  person_id uuid not null,
  role text not null,
  division text collate "C" not null,
  constraint case_person_pkey primary key (case_id, person_id),
  constraint case_person_case_fkey foreign key (case_id) references service_case (id)
);
comment on table case_person is '办件涉及的人员';
create index case_person_person on case_person (person_id);

create table case_event (
  case_id uuid not null,
  seq integer not null,
  id uuid not null,
  division text collate "C" not null,
  applicant_person_id uuid not null,
  action text not null,
  from_state text,
  to_state text not null,
  actor_id text not null,
  actor_name text not null,
  actor_role text not null,
  at timestamptz not null,
  on_date date not null,
  opinion bytea,
  data bytea,
  constraint case_event_pkey primary key (case_id, seq),
  constraint case_event_case_fkey foreign key (case_id) references service_case (id)
);
comment on table case_event is '办理经过：只增不改';
revoke update, delete on case_event from {{app}};

create table case_pause (
  case_id uuid not null,
  division text collate "C" not null,
  from_on date not null,
  to_on date,
  reason text not null,
  constraint case_pause_pkey primary key (case_id, from_on),
  constraint case_pause_case_fkey foreign key (case_id) references service_case (id),
  constraint case_pause_range check (to_on is null or to_on >= from_on)
);
comment on table case_pause is '时限暂停';

create table case_alert (
  case_id uuid not null,
  seq integer not null,
  level text not null,
  division text collate "C" not null,
  raised_at timestamptz not null,
  constraint case_alert_pkey primary key (case_id, seq, level),
  constraint case_alert_case_fkey foreign key (case_id) references service_case (id),
  constraint case_alert_level check (level in ('amber', 'red', 'overdue'))
);
comment on table case_alert is '时限提醒：每一步每一级只提醒一次';

create table case_counter (
  prefix text not null,
  next integer not null,
  constraint case_counter_pkey primary key (prefix)
);
comment on table case_counter is '办件号流水';

create table public_notice (
  id uuid not null,
  case_id uuid not null,
  kind text not null,
  division text collate "C" not null,
  applicant_masked text not null,
  member_count integer not null,
  amount_fen bigint,
  text text not null,
  place text not null,
  telephone text not null,
  posted_on date not null,
  ends_on date not null,
  photo_id uuid,
  withdrawn_on date,
  constraint public_notice_pkey primary key (id),
  constraint public_notice_case_fkey foreign key (case_id) references service_case (id),
  constraint public_notice_kind check (kind in ('proposed', 'granted')),
  constraint public_notice_dates check (ends_on >= posted_on),
  constraint public_notice_once unique (case_id, kind, posted_on)
);
comment on table public_notice is '公示与公布：只存可以公开的内容（姓名已遮盖）';
create index public_notice_division on public_notice (division, posted_on desc, id desc);
create index public_notice_posted on public_notice (posted_on desc, id desc);
revoke delete on public_notice from {{app}};

create table objection (
  id uuid not null,
  notice_id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  content bytea not null,
  received_at timestamptz not null,
  received_on date not null,
  state text not null default 'open',
  result bytea,
  settled_at timestamptz,
  constraint objection_pkey primary key (id),
  constraint objection_notice_fkey foreign key (notice_id) references public_notice (id),
  constraint objection_state check (state in ('open', 'upheld', 'dismissed')),
  constraint objection_settled check ((state = 'open') = (settled_at is null))
);
comment on table objection is '公示异议：内容和联系方式加密';
create index objection_case on objection (case_id, received_at);
revoke delete on objection from {{app}};

alter table draft enable row level security;
create policy draft_scope on draft using (
  person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));

alter table service_case enable row level security;
-- 与“division >= lo and division < hi”等价。写成 case … is not null，是因为查询计划把未知区间估成千分之五，就会先走区间再排序；
-- 这样写估成接近全部，清单才按自己的索引次序读（service/lists.test.ts 看着）。
create policy service_case_scope on service_case using (
  (case when division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')) then 1 end) is not null
  or applicant_person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or agent_person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

do $$
declare t text;
begin
  foreach t in array array['case_person', 'case_pause', 'case_alert'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or exists (select from service_case c where c.id = case_id
          and (c.applicant_person_id = (select nullif(current_setting('app.person', true), ''))::uuid
            or c.agent_person_id = (select nullif(current_setting('app.person', true), ''))::uuid)))$p$, t);
  end loop;
end $$;

alter table case_event enable row level security;
create policy case_event_scope on case_event using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or applicant_person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or exists (select from service_case c where c.id = case_id and c.agent_person_id = (select nullif(current_setting('app.person', true), ''))::uuid));

-- A notice is public by nature: everybody reads, only the division's own officers post; an applicant who withdraws takes it down.
alter table public_notice enable row level security;
create policy public_notice_read on public_notice for select using (true);
create policy public_notice_write on public_notice for insert with check (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
create policy public_notice_change on public_notice for update using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  -- 撤回申请的人，公示随之撤下
  or exists (select from service_case c where c.id = case_id
    and (c.applicant_person_id = (select nullif(current_setting('app.person', true), ''))::uuid
      or c.agent_person_id = (select nullif(current_setting('app.person', true), ''))::uuid)));

alter table objection enable row level security;
create policy objection_scope on objection using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
