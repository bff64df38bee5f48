-- 台账：规范性文件、重大决策、地方标准、执法记录、稿件、典型、培训。每一本的栏目、环节由程序规定，这里只存内容和经过
create table register_entry (
  id uuid not null,
  register text collate "C" not null,
  division text collate "C" not null,
  title text not null,
  state text collate "C" not null,
  content jsonb not null,
  closed boolean not null default false,
  due_on date,
  alert_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  created_name text not null,
  constraint register_entry_pkey primary key (id),
  constraint register_entry_division_code check (division ~ '^[0-9]{12}$'),
  constraint register_entry_content check (jsonb_typeof(content) = 'object')
);
comment on table register_entry is '法制、宣传、队伍台账：每一条的内容、现在的环节和期限';
create index register_entry_listed on register_entry (register, created_at desc, id desc);
create index register_entry_alert on register_entry (alert_on) where alert_on is not null;
create index register_entry_open on register_entry (register) where not closed;
create index register_entry_due on register_entry (due_on) where due_on is not null;
revoke delete on register_entry from {{app}};
alter table register_entry enable row level security;
create policy register_entry_scope on register_entry using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values ('register_entry', 'division', '县或市，记当时由哪里办');

create table register_step (
  entry_id uuid not null,
  no integer not null,
  action text collate "C" not null,
  to_state text collate "C" not null,
  input jsonb not null,
  on_date date not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint register_step_pkey primary key (entry_id, no),
  constraint register_step_entry_fkey foreign key (entry_id) references register_entry (id)
);
comment on table register_step is '台账每一条的经过：只增不改';
revoke update, delete on register_step from {{app}};
alter table register_step enable row level security;
create policy register_step_scope on register_step using (exists (select from register_entry e where e.id = entry_id));
