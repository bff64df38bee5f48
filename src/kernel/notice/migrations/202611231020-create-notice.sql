create table message (
  id uuid not null,
  to_person_id uuid,
  to_user_id text,
  to_performer text collate "C",
  division text collate "C" not null,
  template text collate "C" not null,
  title text not null,
  body text not null,
  case_id uuid,
  created_at timestamptz not null,
  read_at timestamptz,
  read_by text,
  constraint message_pkey primary key (id),
  constraint message_one_receiver check (num_nonnulls(to_person_id, to_user_id, to_performer) = 1),
  constraint message_division check (division ~ '^[0-9]{12}$'),
  constraint message_read check ((read_at is null) = (read_by is null))
);
comment on table message is '站内消息：发给本人、某个用户或某地的某个岗位';
create index message_person on message (to_person_id, id) where to_person_id is not null;
create index message_user on message (to_user_id, id) where to_user_id is not null;
create index message_performer on message (to_performer, division, id) where to_performer is not null;
create index message_person_unread on message (to_person_id) where to_person_id is not null and read_at is null;
create index message_user_unread on message (to_user_id) where to_user_id is not null and read_at is null;
create index message_performer_unread on message (to_performer, division) where to_performer is not null and read_at is null;
revoke update, delete on message from {{app}};
grant update (read_at, read_by) on message to {{app}};

alter table message enable row level security;
-- A message to a user is told apart by the store: row-level security knows divisions and persons, and here only that the reader is staff.
create policy message_read on message for select using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or to_person_id = (select nullif(current_setting('app.person', true), '')::uuid)
  or (to_user_id is not null and (select nullif(current_setting('app.lo', true), '')) is not null)
);
create policy message_mark on message for update using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or to_person_id = (select nullif(current_setting('app.person', true), '')::uuid)
  or (to_user_id is not null and (select nullif(current_setting('app.lo', true), '')) is not null)
);
create policy message_write on message for insert with check (true);

create table outgoing_message (
  id uuid not null,
  message_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  channel text collate "C" not null,
  text text not null,
  state text collate "C" not null default 'waiting',
  attempts integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  provider_ref text,
  error text,
  constraint outgoing_message_pkey primary key (id),
  constraint outgoing_message_message_fkey foreign key (message_id) references message (id),
  constraint outgoing_message_once unique (message_id, channel),
  constraint outgoing_message_division check (division ~ '^[0-9]{12}$'),
  constraint outgoing_message_channel check (channel in ('sms', 'wechat')),
  constraint outgoing_message_state check (state in ('waiting', 'sending', 'sent', 'failed')),
  constraint outgoing_message_sent check ((state = 'sent') = (sent_at is not null))
);
comment on table outgoing_message is '站外消息（短信、微信）：号码在发送时才查取，不在此保存；夜间不发';
create index outgoing_message_due on outgoing_message (next_at, id) where state <> 'sent';
create index outgoing_message_person on outgoing_message (person_id, id);
create index outgoing_message_division on outgoing_message (division, id);
revoke update, delete on outgoing_message from {{app}};
grant update (state, attempts, next_at, sent_at, provider_ref, error) on outgoing_message to {{app}};

alter table outgoing_message enable row level security;
create policy outgoing_message_read on outgoing_message for select using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
create policy outgoing_message_deliver on outgoing_message for update using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))
);
create policy outgoing_message_write on outgoing_message for insert with check (true);
