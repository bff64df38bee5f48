-- 县级民政部门自己的编制和人员（规划第一章七写明的短板）：一年一行，更正以后一次为准。
create table office_posts (
  office text collate "C" not null,
  year integer not null,
  approved integer not null,
  filled integer not null,
  seconded integer not null,
  hired integer not null,
  source text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint office_posts_pkey primary key (office, year),
  constraint office_posts_code check (office ~ '^[0-9]{6}000000$'),
  constraint office_posts_counts check (approved between 1 and 1000 and filled between 0 and 1000 and seconded between 0 and filled and hired between 0 and 1000)
);
comment on table office_posts is '民政部门年末编制：核定、在编、其中借调在外、编外聘用';
revoke delete on office_posts from {{app}};
alter table office_posts enable row level security;
create policy office_posts_scope on office_posts using (
  office >= (select nullif(current_setting('app.lo', true), '')) and office < (select nullif(current_setting('app.hi', true), '')));
