create table price_index (
  id uuid not null,
  month text collate "C" not null,
  division text collate "C" not null,
  cpi_permille integer not null,
  food_permille integer not null,
  published_on date not null,
  source text collate "C" not null,
  proof_file uuid,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint price_index_pkey primary key (id),
  constraint price_index_once unique (division, month),
  constraint price_index_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint price_index_source check (source in ('entered', 'department')),
  -- 录入的指数要有依据文件
  constraint price_index_proof check (source <> 'entered' or proof_file is not null)
);
comment on table price_index is '价格指数：居民消费价格和食品价格单月同比涨幅（千分数），每月一条';
revoke update, delete on price_index from {{app}};

create table price_run (
  id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  triggered boolean not null,
  clauses jsonb not null,
  amounts jsonb not null,
  state text collate "C" not null,
  pay_by date not null,
  proposed_at timestamptz not null,
  submitted_by text,
  submitted_name text,
  submitted_at timestamptz,
  approved_by text,
  approved_name text,
  approved_at timestamptz,
  opinion text,
  after uuid,
  persons integer not null default 0,
  sum_fen bigint not null default 0,
  granted_at timestamptz,
  version integer not null default 1,
  constraint price_run_pkey primary key (id),
  constraint price_run_once unique (division, month),
  constraint price_run_index_fkey foreign key (division, month) references price_index (division, month),
  constraint price_run_state check (state in ('none', 'proposed', 'submitted', 'approved', 'granted')),
  constraint price_run_none check ((state = 'none') = (not triggered)),
  -- 提出和批准不得为同一人
  constraint price_run_two_persons check (approved_by is null or (submitted_by is not null and submitted_by <> approved_by)),
  constraint price_run_approved check ((state in ('approved', 'granted')) = (approved_by is not null)),
  constraint price_run_granted check ((state = 'granted') = (granted_at is not null))
);
comment on table price_run is '价格联动测算：一个指数月份一次，提出、批准两人，批准后按人发一次';
revoke delete on price_run from {{app}};

alter table price_index enable row level security;
create policy price_index_scope on price_index using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table price_run enable row level security;
create policy price_run_scope on price_run using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
