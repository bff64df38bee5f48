-- 社区网格：挂在村（社区）下面，是数据，不是一级区划，没有区划代码。
create table community_grid (
  id uuid not null,
  division text collate "C" not null,
  no text collate "C" not null,
  name text not null,
  extent text not null default '',
  households integer,
  updated_at timestamptz not null,
  updated_by text not null,
  constraint community_grid_pkey primary key (id),
  constraint community_grid_no unique (division, no),
  constraint community_grid_households check (households >= 0),
  constraint community_grid_division_code check (division ~ '^[0-9]{12}$')
);
comment on table community_grid is '社区网格：属于哪个村（社区）、编号、范围、户数';
revoke delete on community_grid from {{app}};
alter table community_grid enable row level security;
create policy community_grid_scope on community_grid using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
