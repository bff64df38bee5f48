create table department_scenario (
  source text not null,
  mode text not null,
  delay_ms integer not null default 0,
  set_by text not null,
  set_at timestamptz not null,
  constraint department_scenario_pkey primary key (source),
  constraint department_scenario_mode check (mode in ('normal', 'slow', 'wrong', 'contradictory', 'down')),
  constraint department_scenario_delay check (delay_ms between 0 and 120000)
);
comment on table department_scenario is '模拟部门的表现：正常、缓慢、答非所问、前后矛盾、停用；只在演示模式下可改';
alter table department_scenario enable row level security;
create policy department_scenario_scope on department_scenario using ((select nullif(current_setting('app.lo', true), '')) is not null);

create table simulated_answer (
  id uuid not null,
  source text not null,
  person_digest bytea not null,
  answer bytea not null,
  constraint simulated_answer_pkey primary key (id),
  constraint simulated_answer_once unique (source, person_digest)
);
comment on table simulated_answer is '模拟部门对某人的答复（加密；按身份证号码的摘要查找）';
alter table simulated_answer enable row level security;
create policy simulated_answer_scope on simulated_answer using ((select nullif(current_setting('app.lo', true), '')) is not null);
