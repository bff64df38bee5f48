select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 指标填报: who is asked for which indicator how often; the values with their sources, proof and hands; and where two published values differ.
create table plan_assignment (
  id uuid not null,
  indicator text collate "C" not null,
  division text collate "C" not null,
  level text collate "C" not null,
  term text collate "C" not null,
  -- As the divisions stood when it was given out; what was owed before stays on old divisions.
  units text[] not null,
  from_period text collate "C" not null,
  until_period text collate "C",
  note text not null,
  issued_at timestamptz not null,
  issued_by text not null,
  issued_name text not null,
  constraint plan_assignment_pkey primary key (id),
  constraint plan_assignment_level check (level in ('township', 'county', 'city')),
  constraint plan_assignment_term check (term in ('quarter', 'year')),
  constraint plan_assignment_units check (cardinality(units) > 0),
  constraint plan_assignment_from check (from_period ~ '^[0-9]{4}(-Q[1-4])?$')
);
comment on table plan_assignment is '指标填报任务：哪项指标、由哪些单位、多久报一次、从哪一期起；结束的写明到哪一期';
create unique index plan_assignment_running on plan_assignment (indicator, term) where until_period is null;
revoke delete on plan_assignment from {{app}};
alter table plan_assignment enable row level security;
create policy plan_assignment_read on plan_assignment for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_assignment_scope on plan_assignment using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table plan_value (
  id uuid not null,
  indicator text collate "C" not null,
  division text collate "C" not null,
  period text collate "C" not null,
  -- The last day of the period: values of one day are compared.
  period_end date not null,
  source text collate "C" not null,
  version integer not null,
  state text collate "C" not null,
  num bigint not null,
  den bigint not null,
  counted_num bigint,
  counted_den bigint,
  as_of date not null,
  source_text text not null,
  proof_file uuid,
  reason text not null,
  revises uuid,
  revision_reason text,
  returned_reason text,
  edit integer not null default 1,
  filled_at timestamptz not null,
  filled_by text not null,
  filled_name text not null,
  checked_at timestamptz,
  checked_by text,
  checked_name text,
  audited_at timestamptz,
  audited_by text,
  audited_name text,
  published_at timestamptz,
  published_by text,
  published_name text,
  constraint plan_value_pkey primary key (id),
  constraint plan_value_once unique (indicator, division, period, source, version),
  constraint plan_value_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_value_period check (period ~ '^[0-9]{4}(-Q[1-4])?$'),
  constraint plan_value_source check (source in ('system', 'report', 'department', 'yearbook')),
  constraint plan_value_version check (version > 0),
  constraint plan_value_state check (state in ('reported', 'checked', 'audited', 'returned', 'published', 'superseded')),
  constraint plan_value_fraction check (num >= 0 and den > 0),
  constraint plan_value_counted check ((counted_num is null) = (counted_den is null)),
  -- 平台数就是数出来的；填的数要有出处和佐证
  constraint plan_value_sourced check ((source = 'system' and num = counted_num and den = counted_den) or (source <> 'system' and source_text <> '' and proof_file is not null)),
  constraint plan_value_revises check ((revises is null) = (version = 1) and (revises is null) = (revision_reason is null)),
  constraint plan_value_returned check ((state = 'returned') = (returned_reason is not null)),
  constraint plan_value_published check ((state in ('published', 'superseded')) = (published_at is not null) and (published_at is null) = (published_by is null)
    and (published_at is null or audited_at is not null)),
  constraint plan_value_audited check ((audited_at is null) = (audited_by is null) and (state <> 'audited' or audited_at is not null)),
  constraint plan_value_checked check ((checked_at is null) = (checked_by is null)),
  -- 填报的人不能审核、发布自己填的数
  constraint plan_value_two_persons check (filled_by <> checked_by and filled_by <> audited_by and filled_by <> published_by)
);
comment on table plan_value is '指标值：分子分母、来源、佐证、平台数、经手人和版本；发布以后不能再改，修订另成一版，原来的留着';
create unique index plan_value_open on plan_value (indicator, division, period, source) where state in ('reported', 'checked', 'audited', 'returned');
create unique index plan_value_standing on plan_value (indicator, division, period, source) where state = 'published';
create index plan_value_of_indicator on plan_value (indicator, period_end);
create index plan_value_waiting on plan_value (state, division) where state in ('reported', 'checked', 'audited', 'returned');
revoke delete on plan_value from {{app}};
alter table plan_value enable row level security;
-- 发布了的数，哪个县都看得到
create policy plan_value_published on plan_value for select using (
  state in ('published', 'superseded') and (select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_value_scope on plan_value using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table plan_value_step (
  id uuid not null,
  value_id uuid not null,
  division text collate "C" not null,
  action text collate "C" not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  note text not null,
  constraint plan_value_step_pkey primary key (id),
  constraint plan_value_step_value_fkey foreign key (value_id) references plan_value (id)
);
comment on table plan_value_step is '指标值的经过：谁在什么时候填报、审核、发布、退回、修订；只增不改';
create index plan_value_step_value on plan_value_step (value_id, id);
revoke update, delete on plan_value_step from {{app}};
alter table plan_value_step enable row level security;
create policy plan_value_step_scope on plan_value_step using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table plan_conflict (
  id uuid not null,
  indicator text collate "C" not null,
  division text collate "C" not null,
  period_end date not null,
  value_ids uuid[] not null,
  opened_at timestamptz not null,
  chosen_id uuid,
  reason text,
  chosen_at timestamptz,
  chosen_by text,
  chosen_name text,
  -- A later version of one of the values: this choice is over, another one is asked for.
  replaced_at timestamptz,
  constraint plan_conflict_pkey primary key (id),
  constraint plan_conflict_values check (cardinality(value_ids) > 1),
  constraint plan_conflict_chosen check ((chosen_id is null) = (chosen_at is null) and (chosen_id is null) = (chosen_by is null) and (chosen_id is null) = (reason is null)
    and (chosen_id is null or chosen_id = any(value_ids)))
);
comment on table plan_conflict is '数据冲突：同一指标、同一地区、同一截止日不同来源发布的数不一样，由人核定用哪一个、为什么；几个数都留着';
create unique index plan_conflict_one on plan_conflict (indicator, division, period_end) where replaced_at is null;
revoke delete on plan_conflict from {{app}};
alter table plan_conflict enable row level security;
create policy plan_conflict_read on plan_conflict for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_conflict_scope on plan_conflict using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table plan_value_call (
  assignment_id uuid not null,
  period text collate "C" not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  on_day date not null,
  constraint plan_value_call_pkey primary key (assignment_id, period, division, kind),
  constraint plan_value_call_assignment_fkey foreign key (assignment_id) references plan_assignment (id),
  constraint plan_value_call_kind check (kind in ('due', 'overdue'))
);
comment on table plan_value_call is '指标催报：到期前提醒、逾期提醒，一期一次';
revoke update, delete on plan_value_call from {{app}};
alter table plan_value_call enable row level security;
create policy plan_value_call_scope on plan_value_call using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 区划变更：历史留在原来的代码上，新的数记在新的代码上。
insert into division_kept (table_name, column_name, reason) values
  ('plan_value', 'division', '指标的历史留在当时的区划'),
  ('plan_value_step', 'division', '指标的历史留在当时的区划'),
  ('plan_conflict', 'division', '指标的历史留在当时的区划'),
  ('plan_value_call', 'division', '记的是当时催了谁');

-- 发布了的数谁也改不了，只能由新的一版代替。
create function keep_published_values() returns trigger language plpgsql set search_path from current as $$
begin
  if old.state = 'superseded' or (old.state = 'published' and (new.state <> 'superseded' or to_jsonb(new) - 'state' - 'edit' <> to_jsonb(old) - 'state' - 'edit')) then
    raise exception 'a published value is never changed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger plan_value_kept before update on plan_value for each row execute function keep_published_values();
