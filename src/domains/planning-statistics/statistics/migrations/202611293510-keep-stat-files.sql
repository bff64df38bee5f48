-- 报表从表格读进来的：原文件照收到的留着，读进来还是退回，为什么。
create table stat_file (
  id uuid not null,
  form text collate "C" not null,
  period text collate "C" not null,
  division text collate "C" not null,
  -- Where the sealed bytes lie, and the SM3 of what was sent.
  file_hash text collate "C" not null,
  content text collate "C" not null,
  file_name bytea not null,
  sent_at timestamptz not null,
  by_id text not null,
  by_name text not null,
  problem text,
  constraint stat_file_pkey primary key (id),
  constraint stat_file_once unique (form, period, division, content),
  constraint stat_file_period_fkey foreign key (form, period) references stat_period (form, period),
  constraint stat_file_content check (content ~ '^[0-9a-f]{64}$')
);
comment on table stat_file is '报表的原文件：收到什么留什么，同一份只留一次；problem 是最近一次为什么没有读进来，空的是读进来了';
revoke delete on stat_file from {{app}};
alter table stat_file enable row level security;
create policy stat_file_scope on stat_file using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
