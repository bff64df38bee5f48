-- 误报的死亡可以撤回；已登记的死亡，撤销或者更正日期都要第二个人确认。
alter table life_event drop constraint life_event_kind,
  add constraint life_event_kind check (kind in ('birth', 'death-reported', 'death', 'death-revoked', 'death-corrected', 'move', 'marriage', 'divorce'));

create table death_amendment (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  reason text collate "C" not null,
  -- 凭什么：见到本人、公安证明、更正后的死亡证明……
  paper text not null,
  old_died_on date not null,
  new_died_on date,
  state text collate "C" not null default 'proposed',
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposed_name text not null,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  note text,
  constraint death_amendment_pkey primary key (id),
  constraint death_amendment_person_fkey foreign key (person_id) references person (id),
  constraint death_amendment_division_code check (division ~ '^[0-9]{12}$'),
  constraint death_amendment_kind check (kind in ('revoke', 'correct')),
  constraint death_amendment_date check ((kind = 'correct') = (new_died_on is not null) and new_died_on <> old_died_on),
  constraint death_amendment_state check (state in ('proposed', 'confirmed', 'rejected')),
  constraint death_amendment_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint death_amendment_two_persons check (decided_by <> proposed_by)
);
comment on table death_amendment is '死亡登记的撤销和更正：理由、依据；提出人与确认人不得为同一人';
create unique index death_amendment_open on death_amendment (person_id) where state = 'proposed';
create index death_amendment_division on death_amendment (division, proposed_at) where state = 'proposed';
revoke delete on death_amendment from {{app}};
alter table death_amendment enable row level security;
create policy death_amendment_scope on death_amendment using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
