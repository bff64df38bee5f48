-- 收银时出示的码、卡号试错的次数：十分钟里试错几次，这个账号先停一停
create table care_code_try (
  id uuid not null,
  user_id text collate "C" not null,
  at timestamptz not null,
  constraint care_code_try_pkey primary key (id)
);
comment on table care_code_try is '收银认人试错：谁、什么时候；认出来的不留，过了时限的不留';
create index care_code_try_user on care_code_try (user_id, at);
revoke update on care_code_try from {{app}};
