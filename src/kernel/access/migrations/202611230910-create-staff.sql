create table staff_user (
  id uuid not null,
  login text not null,
  name text not null,
  division text collate "C" not null,
  own_person_id uuid,
  password_hash text,
  totp_secret bytea,
  totp_step bigint,
  failed_count integer not null default 0,
  locked_until timestamptz,
  active boolean not null default true,
  demonstration boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint staff_user_pkey primary key (id),
  constraint staff_user_login_key unique (login)
);
comment on table staff_user is '工作人员账号：一人一号，不得共用';

create table duty (
  id uuid not null,
  user_id uuid not null,
  role text not null,
  duty text,
  division text collate "C" not null,
  domain text not null,
  valid_from date not null,
  valid_to date,
  constraint duty_pkey primary key (id),
  constraint duty_user_fkey foreign key (user_id) references staff_user (id),
  constraint duty_range check (valid_to is null or valid_to > valid_from)
);
comment on table duty is '岗位：角色、地区、业务域、起止';
create index duty_user on duty (user_id);
create index duty_division on duty (division, role);

create table session (
  token_hash text not null,
  id uuid not null,
  user_id uuid,
  duty_id uuid,
  person_id uuid,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  constraint session_pkey primary key (token_hash),
  constraint session_id_key unique (id),
  constraint session_user_fkey foreign key (user_id) references staff_user (id),
  constraint session_duty_fkey foreign key (duty_id) references duty (id),
  constraint session_holder check ((user_id is null) <> (person_id is null))
);
comment on table session is '登录会话：只存令牌的摘要';
create index session_by_user on session (user_id);
create index session_person on session (person_id);

create table sign_in_code (
  id uuid not null,
  person_id uuid not null,
  code_digest bytea not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  used_at timestamptz,
  constraint sign_in_code_pkey primary key (id)
);
comment on table sign_in_code is '居民登录的一次性验证码（只存摘要）';
create index sign_in_code_person on sign_in_code (person_id, created_at desc);

-- Accounts and sessions are looked up before anybody is known: the sign-in system actor (scope: the whole city) reads them.
alter table staff_user enable row level security;
create policy staff_user_scope on staff_user using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table duty enable row level security;
create policy duty_scope on duty using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table session enable row level security;
create policy session_scope on session using (
  person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or (select nullif(current_setting('app.lo', true), '')) is not null);
alter table sign_in_code enable row level security;
create policy sign_in_code_scope on sign_in_code using ((select nullif(current_setting('app.lo', true), '')) is not null);
