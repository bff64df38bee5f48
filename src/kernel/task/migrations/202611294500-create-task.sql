-- 定期任务：对谁、按什么频次、谁负责；每个周期一项义务，由每天的任务生成，做到没做到只看记录。
create table task_plan (
  id uuid not null,
  kind text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null,
  level text collate "C" not null,
  cadence text collate "C" not null,
  active_on date not null,
  level_since timestamptz not null,
  next_from date,
  paused_on date,
  ended_on date,
  ended_reason text collate "C",
  holder_id text collate "C",
  holder_name text,
  constraint task_plan_pkey primary key (id),
  constraint task_plan_person_fkey foreign key (person_id) references person (id),
  constraint task_plan_division_code check (division ~ '^[0-9]{12}$'),
  constraint task_plan_cadence check (cadence in ('week', 'twice-a-month', 'month')),
  constraint task_plan_ended check ((ended_on is null) = (ended_reason is null)),
  constraint task_plan_goes_on check (next_from is null or (paused_on is null and ended_on is null)),
  constraint task_plan_holder check ((holder_id is null) = (holder_name is null))
);
comment on table task_plan is '定期任务的计划：对象、等级、频次、负责人；下一个要生成的周期从哪天起';
create unique index task_plan_open on task_plan (kind, person_id) where ended_on is null;
create index task_plan_person on task_plan (person_id);
create index task_plan_due on task_plan (kind, next_from) where next_from is not null;
create index task_plan_place on task_plan (kind, division) where ended_on is null;
revoke delete on task_plan from {{app}};

create table task_pause (
  plan_id uuid not null,
  division text collate "C" not null,
  from_on date not null,
  to_on date,
  reason text not null,
  constraint task_pause_pkey primary key (plan_id, from_on),
  constraint task_pause_plan_fkey foreign key (plan_id) references task_plan (id),
  constraint task_pause_order check (to_on >= from_on)
);
comment on table task_pause is '定期任务暂停的日子，首尾两天都不用做；没有止日的还停着';
revoke delete on task_pause from {{app}};

create table task_step (
  plan_id uuid not null,
  division text collate "C" not null,
  seq integer not null,
  at timestamptz not null,
  what text collate "C" not null,
  level text collate "C",
  by_name text not null,
  note bytea,
  constraint task_step_pkey primary key (plan_id, seq),
  constraint task_step_plan_fkey foreign key (plan_id) references task_plan (id)
);
comment on table task_step is '定期任务计划的经过：入册、等级变动、暂停、交接、结束；只增不改，说明加密';
revoke update, delete on task_step from {{app}};
-- note: only for a change of keys, the value stays.
grant update (note) on task_step to {{app}};

create table task_duty (
  id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  kind text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null,
  cause text collate "C" not null,
  level text collate "C" not null,
  from_at timestamptz not null,
  due_at timestamptz not null,
  needed smallint not null,
  gap_days smallint not null,
  planned_on date not null,
  state text collate "C" not null default 'open',
  counted smallint not null default 0,
  done_at timestamptz,
  told smallint not null default 0,
  next_at timestamptz,
  constraint task_duty_pkey primary key (id),
  constraint task_duty_plan_fkey foreign key (plan_id) references task_plan (id),
  constraint task_duty_person_fkey foreign key (person_id) references person (id),
  constraint task_duty_one unique (plan_id, cause, from_at, level),
  constraint task_duty_division_code check (division ~ '^[0-9]{12}$'),
  constraint task_duty_cause check (cause in ('period', 'first', 'raised', 'resumed', 'grave', 'warning')),
  constraint task_duty_state check (state in ('open', 'met', 'overdue', 'late', 'exempt', 'superseded')),
  constraint task_duty_range check (due_at > from_at and needed > 0 and gap_days >= 0),
  constraint task_duty_waits check (next_at is null or state in ('open', 'overdue'))
);
comment on table task_duty is '定期任务的义务：一个周期一项；超期后补做的，统计上仍是超期';
create index task_duty_waiting on task_duty (kind, division, planned_on) where state in ('open', 'overdue');
create index task_duty_clock on task_duty (next_at) where next_at is not null;
create index task_duty_person on task_duty (person_id, due_at);
revoke delete on task_duty from {{app}};

do $$
declare t text;
begin
  foreach t in array array['task_plan', 'task_pause', 'task_step', 'task_duty'] loop
    execute format('alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), '''')))', t);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit, also) values
  ('task_plan', 'person_id', 'false', null, null, null),
  ('task_duty', 'person_id', 'true', null, null, null);
