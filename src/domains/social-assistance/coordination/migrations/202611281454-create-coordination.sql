create table coordination_meeting (
  id uuid not null,
  division text collate "C" not null,
  held_on date not null,
  topic text not null,
  units text[] not null,
  minutes bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint coordination_meeting_pkey primary key (id),
  constraint coordination_meeting_division_code check (division ~ '^[0-9]{12}$'),
  constraint coordination_meeting_units check (cardinality(units) >= 2)
);
comment on table coordination_meeting is '困难群众基本生活保障工作协调机制：会议记录；纪要加密';
create index coordination_meeting_list on coordination_meeting (held_on desc, id desc);
revoke update, delete on coordination_meeting from {{app}};

create table coordination_task (
  id uuid not null,
  meeting_id uuid not null,
  no integer not null,
  division text collate "C" not null,
  unit text not null,
  matter text not null,
  due_on date not null,
  done_on date,
  done_by text,
  done_name text,
  result bytea,
  reminded_on date,
  constraint coordination_task_pkey primary key (id),
  constraint coordination_task_meeting_fkey foreign key (meeting_id) references coordination_meeting (id),
  constraint coordination_task_no unique (meeting_id, no),
  constraint coordination_task_division_code check (division ~ '^[0-9]{12}$'),
  constraint coordination_task_done check ((done_on is null) = (done_by is null) and (done_on is null) = (result is null))
);
comment on table coordination_task is '协调机制议定事项：哪个部门、办什么、期限、结果；结果加密';
create index coordination_task_open on coordination_task (due_on, id) where done_on is null;
revoke delete on coordination_task from {{app}};

do $$
declare t text;
begin
  foreach t in array array['coordination_meeting', 'coordination_task'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
