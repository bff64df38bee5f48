select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 开放数据的版本: what was released stays as it was released, so that whoever cites a version finds it.
create table dataset_release (
  dataset text collate "C" not null,
  version text collate "C" not null,
  no integer not null,
  division text collate "C" not null,
  cut_off date not null,
  columns text[] not null,
  content text not null,
  hash text collate "C" not null,
  row_count integer not null,
  added integer not null,
  removed integer not null,
  released_at timestamptz not null,
  constraint dataset_release_pkey primary key (dataset, version),
  constraint dataset_release_no unique (dataset, no),
  constraint dataset_release_division_code check (division ~ '^[0-9]{12}$'),
  constraint dataset_release_version check (version ~ '^[0-9]+\.[0-9]+\.[0-9]+$'),
  constraint dataset_release_hash check (hash ~ '^[0-9a-f]{64}$'),
  constraint dataset_release_counts check (no > 0 and row_count >= 0 and added >= 0 and removed >= 0)
);
comment on table dataset_release is '开放数据的版本：截止日、内容、哈希、与上一版的差别；只增不改';
revoke update, delete on dataset_release from {{app}};
alter table dataset_release enable row level security;
create policy dataset_release_scope on dataset_release using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
