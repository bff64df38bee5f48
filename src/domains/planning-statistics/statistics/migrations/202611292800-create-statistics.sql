select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 统计报表: forms as data, the periods that are open, what each unit reports, and the records that the platform had counted when it did.
create table stat_form (
  code text collate "C" not null,
  version integer not null,
  division text collate "C" not null,
  from_period text collate "C" not null,
  definition jsonb not null,
  loaded_at timestamptz not null,
  constraint stat_form_pkey primary key (code, version),
  constraint stat_form_version check (version > 0)
);
comment on table stat_form is '统计报表：各版本的指标格、公式和审核关系；后来的版本从某期起用，不改先前的';
revoke update, delete on stat_form from {{app}};
alter table stat_form enable row level security;
create policy stat_form_read on stat_form for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy stat_form_scope on stat_form using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table stat_period (
  form text collate "C" not null,
  period text collate "C" not null,
  form_version integer not null,
  division text collate "C" not null,
  -- Who fills it in, as the divisions stood when it was opened: old periods stay on old divisions.
  units text[] not null,
  opened_at timestamptz not null,
  locked_at timestamptz,
  locked_by text,
  locked_name text,
  constraint stat_period_pkey primary key (form, period),
  constraint stat_period_form_fkey foreign key (form, form_version) references stat_form (code, version),
  constraint stat_period_units check (cardinality(units) > 0),
  constraint stat_period_locked check ((locked_at is null) = (locked_by is null) and (locked_at is null) = (locked_name is null))
);
comment on table stat_period is '统计报表的一期：用哪个版本，由哪些单位填报，何时锁定';
revoke delete on stat_period from {{app}};
alter table stat_period enable row level security;
create policy stat_period_read on stat_period for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy stat_period_scope on stat_period using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table stat_submission (
  id uuid not null,
  form text collate "C" not null,
  period text collate "C" not null,
  division text collate "C" not null,
  version integer not null,
  state text collate "C" not null,
  -- As typed by the unit; counted by the platform of the same; what the unit reports with those below it (ten-thousandths).
  typed jsonb not null,
  counted jsonb not null,
  totals jsonb not null,
  notes jsonb not null,
  edit integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  changed_name text not null,
  prepared_at timestamptz,
  prepared_by text,
  prepared_name text,
  signed_at timestamptz,
  signed_by text,
  signed_name text,
  checked_at timestamptz,
  checked_by text,
  checked_name text,
  locked_at timestamptz,
  constraint stat_submission_pkey primary key (id),
  constraint stat_submission_once unique (form, period, division, version),
  constraint stat_submission_period_fkey foreign key (form, period) references stat_period (form, period),
  constraint stat_submission_division_code check (division ~ '^[0-9]{12}$'),
  constraint stat_submission_version check (version > 0),
  constraint stat_submission_state check (state in ('draft', 'signing', 'submitted', 'returned', 'checked', 'locked')),
  constraint stat_submission_prepared check ((prepared_at is null) = (prepared_by is null) and (prepared_at is null) = (prepared_name is null)),
  constraint stat_submission_signed check ((signed_at is null) = (signed_by is null) and (signed_at is null) = (signed_name is null)),
  constraint stat_submission_sent check (state not in ('submitted', 'checked', 'locked') or (signed_at is not null and prepared_at is not null)),
  -- 填报人不能签发自己填的表
  constraint stat_submission_two_persons check (prepared_by <> signed_by),
  constraint stat_submission_checked check ((checked_at is null) = (checked_by is null)),
  constraint stat_submission_locked check ((state = 'locked') = (locked_at is not null))
);
comment on table stat_submission is '报送：一个单位一期一版的填报数、平台数、合计、说明和签发；锁定以后不能再改，修订另成一版';
create index stat_submission_unit on stat_submission (division, form, period);
revoke delete on stat_submission from {{app}};
alter table stat_submission enable row level security;
create policy stat_submission_scope on stat_submission using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table stat_step (
  id uuid not null,
  submission_id uuid not null,
  division text collate "C" not null,
  action text collate "C" not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  note text not null,
  constraint stat_step_pkey primary key (id),
  constraint stat_step_submission_fkey foreign key (submission_id) references stat_submission (id)
);
comment on table stat_step is '报送的经过：谁在什么时候填报、签发、审核、退回（理由）、锁定；只增不改';
create index stat_step_submission on stat_step (submission_id, id);
revoke update, delete on stat_step from {{app}};
alter table stat_step enable row level security;
create policy stat_step_scope on stat_step using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table stat_counted_row (
  submission_id uuid not null,
  cell text collate "C" not null,
  id text collate "C" not null,
  division text collate "C" not null,
  num bigint not null,
  link text collate "C",
  link_id text collate "C",
  constraint stat_counted_row_pkey primary key (submission_id, cell, id),
  constraint stat_counted_row_submission_fkey foreign key (submission_id) references stat_submission (id)
);
comment on table stat_counted_row is '平台数的快照：报送时每一格数的是哪些记录，只有编号，没有姓名';
alter table stat_counted_row enable row level security;
create policy stat_counted_row_scope on stat_counted_row using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table stat_call (
  form text collate "C" not null,
  period text collate "C" not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  on_day date not null,
  at timestamptz not null,
  by_name text not null,
  constraint stat_call_pkey primary key (form, period, division, kind, on_day),
  constraint stat_call_period_fkey foreign key (form, period) references stat_period (form, period),
  constraint stat_call_kind check (kind in ('due', 'overdue', 'urged'))
);
comment on table stat_call is '催报：到期前提醒、逾期提醒、上级催报；一天一次，只增不改';
revoke update, delete on stat_call from {{app}};
alter table stat_call enable row level security;
create policy stat_call_scope on stat_call using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table stat_revision (
  id uuid not null,
  form text collate "C" not null,
  period text collate "C" not null,
  division text collate "C" not null,
  from_version integer not null,
  before jsonb not null,
  after jsonb not null,
  reason text not null,
  asked_at timestamptz not null,
  asked_by text not null,
  asked_name text not null,
  state text collate "C" not null default 'asked',
  document_no text,
  answer text,
  to_version integer,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  constraint stat_revision_pkey primary key (id),
  constraint stat_revision_period_fkey foreign key (form, period) references stat_period (form, period),
  constraint stat_revision_state check (state in ('asked', 'approved', 'refused')),
  constraint stat_revision_decided check ((state = 'asked') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint stat_revision_approved check ((state = 'approved') = (to_version is not null) and (state = 'approved') = (document_no is not null)),
  constraint stat_revision_two_persons check (asked_by <> decided_by)
);
comment on table stat_revision is '修订记录：锁定以后的数改前、改后、理由、批准文号和批准人；批准或不批准以后不能再改';
create unique index stat_revision_one_open on stat_revision (form, period, division) where state = 'asked';
create index stat_revision_period on stat_revision (form, period);
revoke delete on stat_revision from {{app}};
alter table stat_revision enable row level security;
create policy stat_revision_scope on stat_revision using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 锁定了的报送、它数的记录和办完的修订，谁也改不了。
create function keep_locked_statistics() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_table_name = 'stat_submission' then
    if old.state = 'locked' then raise exception 'a locked report is never changed' using errcode = '42501'; end if;
  elsif tg_table_name = 'stat_revision' then
    if old.state <> 'asked' then raise exception 'a decided revision is never changed' using errcode = '42501'; end if;
  elsif exists (select from stat_submission s where s.id = old.submission_id and s.state = 'locked') then
    raise exception 'what a locked report counted is never changed' using errcode = '42501';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger stat_submission_locked before update on stat_submission for each row execute function keep_locked_statistics();
create trigger stat_revision_decided before update on stat_revision for each row execute function keep_locked_statistics();
create trigger stat_counted_row_locked before update or delete on stat_counted_row for each row execute function keep_locked_statistics();
