create table demonstration_story (
  key text not null,
  person_id uuid not null,
  position integer not null,
  story text not null,
  constraint demonstration_story_pkey primary key (key),
  constraint demonstration_story_person_fkey foreign key (person_id) references person (id)
);
comment on table demonstration_story is '演示故事：只在演示城市有内容';
alter table demonstration_story enable row level security;
create policy demonstration_story_scope on demonstration_story using ((select nullif(current_setting('app.lo', true), '')) is not null);

create table demonstration_step (
  step text not null,
  done_at timestamptz not null,
  constraint demonstration_step_pkey primary key (step)
);
comment on table demonstration_step is '演示城市已完成的建立步骤：中断后从下一步继续';
