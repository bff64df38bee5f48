create table assistance_signal (
  event_id uuid not null,
  kind text collate "C" not null,
  person_id uuid not null,
  household_id uuid,
  division text collate "C" not null,
  as_of date not null,
  content bytea not null,
  received_at timestamptz not null,
  constraint assistance_signal_pkey primary key (event_id),
  constraint assistance_signal_person_fkey foreign key (person_id) references person (id),
  constraint assistance_signal_division_code check (division ~ '^[0-9]{12}$')
);
comment on table assistance_signal is '救助预警的依据：部门送来的和业务里发生的变动，一个事件一条，内容加密';
create index assistance_signal_person on assistance_signal (person_id, kind, as_of desc);
create index assistance_signal_kind on assistance_signal (kind, as_of, event_id);
revoke update, delete on assistance_signal from {{app}};

create table assistance_touched (
  household_id uuid not null,
  division text collate "C" not null,
  touched_at timestamptz not null,
  constraint assistance_touched_pkey primary key (household_id),
  constraint assistance_touched_household_fkey foreign key (household_id) references household (id)
);
comment on table assistance_touched is '上次月度比对以来有变动的家庭：比对只看这些';

create table assistance_sweep (
  month text collate "C" not null,
  stage text collate "C" not null,
  after uuid,
  seen integer not null default 0,
  raised integer not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  constraint assistance_sweep_pkey primary key (month),
  constraint assistance_sweep_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint assistance_sweep_stage check (stage in ('touched', 'jobs', 'paid', 'done')),
  constraint assistance_sweep_finished check ((stage = 'done') = (finished_at is not null))
);
comment on table assistance_sweep is '月度比对做到哪里：一页一页往下，中断了接着做';

alter table assistance_signal enable row level security;
create policy assistance_signal_scope on assistance_signal using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table assistance_touched enable row level security;
create policy assistance_touched_scope on assistance_touched using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
