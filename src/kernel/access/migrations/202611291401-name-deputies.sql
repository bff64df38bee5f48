-- 岗位代理：本人不在的几天，由负责人指定的人以这个岗位办理，两个人的名字都留下。不再登记一个岗位：谁的岗位、代谁，要说得清。
create table deputyship (
  id uuid not null,
  duty_id uuid not null,
  for_user_id uuid not null,
  user_id uuid not null,
  division text collate "C" not null,
  valid_from date not null,
  -- 最后一天；提前结束的，ended_on 是办理到哪一天
  valid_to date not null,
  ended_on date,
  reason text not null,
  named_at timestamptz not null,
  named_by text not null,
  named_name text not null,
  constraint deputyship_pkey primary key (id),
  constraint deputyship_duty_fkey foreign key (duty_id) references duty (id),
  constraint deputyship_for_user_fkey foreign key (for_user_id) references staff_user (id),
  constraint deputyship_user_fkey foreign key (user_id) references staff_user (id),
  constraint deputyship_division_code check (division ~ '^[0-9]{12}$'),
  constraint deputyship_two_persons check (user_id <> for_user_id),
  constraint deputyship_range check (valid_to >= valid_from),
  constraint deputyship_one exclude using gist (duty_id with =, daterange(valid_from, valid_to, '[]') with &&) where (ended_on is null)
);
comment on table deputyship is '岗位代理：谁在哪几天代谁的哪个岗位，由谁指定';
create index deputyship_user on deputyship (user_id);
create index deputyship_for_user on deputyship (for_user_id);
create index deputyship_division on deputyship (division, valid_to);
revoke delete on deputyship from {{app}};

alter table deputyship enable row level security;
create policy deputyship_scope on deputyship using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
