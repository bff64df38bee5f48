select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table senior_association (
  id uuid not null,
  division text collate "C" not null,
  name text not null,
  head text not null,
  members integer not null,
  state text collate "C" not null,
  state_on date not null,
  registration text,
  term_to date,
  plan_told integer,
  version integer not null default 1,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint senior_association_pkey primary key (id),
  constraint senior_association_name unique (division, name),
  constraint senior_association_division_code check (division ~ '^[0-9]{12}$'),
  constraint senior_association_members check (members > 0),
  constraint senior_association_state check (state in ('preparing', 'registered', 'filed', 'closed')),
  constraint senior_association_registration check (state not in ('registered', 'filed') or registration is not null)
);
comment on table senior_association is '老年协会：筹备、登记或备案、换届、注销';
create index senior_association_place on senior_association (division) where state <> 'closed';
revoke delete on senior_association from {{app}};

create table association_plan (
  association_id uuid not null,
  year smallint not null,
  division text collate "C" not null,
  items text not null,
  approved_on date not null,
  entered_by text not null,
  constraint association_plan_pkey primary key (association_id, year),
  constraint association_plan_association_fkey foreign key (association_id) references senior_association (id)
);
comment on table association_plan is '老年协会一年一份的活动计划';
revoke update, delete on association_plan from {{app}};

create table association_log (
  id uuid not null,
  association_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  kind text collate "C" not null,
  persons integer not null,
  what text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint association_log_pkey primary key (id),
  constraint association_log_association_fkey foreign key (association_id) references senior_association (id),
  constraint association_log_kind check (kind in ('culture', 'sport', 'learning', 'help', 'meeting', 'other')),
  constraint association_log_persons check (persons > 0)
);
comment on table association_log is '老年协会的活动日志：90天没有的不算在活动';
create index association_log_recent on association_log (association_id, on_date desc);
revoke update, delete on association_log from {{app}};

-- 换届、改登记的经过
create table association_step (
  id uuid not null,
  association_id uuid not null,
  division text collate "C" not null,
  action text collate "C" not null,
  on_date date not null,
  note text not null,
  by_name text not null,
  at timestamptz not null,
  constraint association_step_pkey primary key (id),
  constraint association_step_association_fkey foreign key (association_id) references senior_association (id)
);
comment on table association_step is '老年协会的经过，只追加';
create index association_step_of on association_step (association_id, at);
revoke update, delete on association_step from {{app}};

do $$
declare t text;
begin
  foreach t in array array['senior_association', 'association_plan', 'association_log', 'association_step'] loop
    execute format('alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), '''')))', t);
  end loop;
end $$;
