select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 目标值的版本: printed targets are version 1 and stay in plan_figure; every adjustment is a further version with its document. Never deleted.
create table plan_target (
  id uuid not null,
  indicator text collate "C" not null,
  division text collate "C" not null,
  year text collate "C" not null,
  qualifier text not null,
  value text collate "C" not null,
  before_value text collate "C",
  lowers boolean not null,
  binding boolean not null,
  version integer,
  state text collate "C" not null default 'proposed',
  reason text not null,
  evaluation_id uuid,
  document_no text,
  document_file uuid,
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposed_name text not null,
  answer text,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  constraint plan_target_pkey primary key (id),
  constraint plan_target_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_target_year check (year ~ '^[0-9]{4}$'),
  constraint plan_target_qualifier check (qualifier in ('=', '≥', '≤', '≈')),
  constraint plan_target_value check (value ~ '^[0-9]+(\.[0-9]+)?$'),
  constraint plan_target_state check (state in ('proposed', 'adopted', 'refused')),
  constraint plan_target_decided check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint plan_target_adopted check ((state = 'adopted') = (version is not null) and (state <> 'adopted' or document_no is not null)),
  -- 调低约束性指标须有批准文件
  constraint plan_target_approved check (state <> 'adopted' or not (lowers and binding) or document_file is not null),
  constraint plan_target_once unique (indicator, division, year, version),
  -- 提出的人不能自己审定
  constraint plan_target_two_persons check (proposed_by <> decided_by)
);
comment on table plan_target is '目标值的调整：提出、审定、文号、批准文件；印出的目标是第1版，各版都留着，不能删除';
create unique index plan_target_open on plan_target (indicator, division, year) where state = 'proposed';
revoke delete on plan_target from {{app}};
alter table plan_target enable row level security;
-- 目标是公开的：各县都看得到
create policy plan_target_read on plan_target for select using ((select nullif(current_setting('app.lo', true), '')) is not null);
create policy plan_target_scope on plan_target using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into division_kept (table_name, column_name, reason) values ('plan_target', 'division', '目标的历史留在当时的区划');
create function keep_decided_targets() returns trigger language plpgsql set search_path from current as $$
begin
  if old.state <> 'proposed' then raise exception 'a decided target is never changed' using errcode = '42501'; end if;
  return new;
end $$;
create trigger plan_target_kept before update on plan_target for each row execute function keep_decided_targets();
