select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 由残疾人证事实派生：每人一行现在的证，供到期名单和统计；类别、等级、证号加密。
create table disability_certificate (
  person_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null,
  issued_on date not null,
  valid_to date not null,
  level_raised_on date,
  content bytea not null,
  recorded_on date not null,
  constraint disability_certificate_pkey primary key (person_id),
  constraint disability_certificate_person_fkey foreign key (person_id) references person (id),
  constraint disability_certificate_division_code check (division ~ '^[0-9]{12}$'),
  constraint disability_certificate_state check (state in ('valid', 'frozen', 'cancelled')),
  constraint disability_certificate_dates check (valid_to >= issued_on)
);
comment on table disability_certificate is '残疾人证登记：每人现在的证的状态和有效期，随残联数据更新；类别、等级、证号加密';
create index disability_certificate_list on disability_certificate (division, valid_to, person_id);
revoke delete on disability_certificate from {{app}};
alter table disability_certificate enable row level security;
create policy disability_certificate_scope on disability_certificate using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

create table life_trace (
  person_id uuid not null,
  division text collate "C" not null,
  seen_on date not null,
  way text collate "C" not null,
  constraint life_trace_pkey primary key (person_id),
  constraint life_trace_person_fkey foreign key (person_id) references person (id),
  constraint life_trace_division_code check (division ~ '^[0-9]{12}$'),
  constraint life_trace_way check (way in ('visit', 'card', 'hospital', 'application'))
);
comment on table life_trace is '最近一次见到本人的记录：用卡、就诊、上门、申请；供两项补贴年度确认';
revoke delete on life_trace from {{app}};
alter table life_trace enable row level security;
create policy life_trace_scope on life_trace using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table subsidy_confirmation (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  year integer not null,
  state text collate "C" not null,
  way text collate "C",
  due_on date not null,
  refusals integer not null default 0,
  refused_on date,
  missed integer not null default 0,
  closed_on date,
  closed_by text,
  note bytea,
  constraint subsidy_confirmation_pkey primary key (id),
  constraint subsidy_confirmation_year unique (person_id, year),
  constraint subsidy_confirmation_person_fkey foreign key (person_id) references person (id),
  constraint subsidy_confirmation_division_code check (division ~ '^[0-9]{12}$'),
  constraint subsidy_confirmation_state check (state in ('open', 'confirmed', 'refused')),
  constraint subsidy_confirmation_way check (way in ('data', 'visit')),
  constraint subsidy_confirmation_refused check ((state = 'refused') = (refusals >= 2 and closed_on is null)),
  constraint subsidy_confirmation_closed check ((state = 'confirmed') = (closed_on is not null) and (closed_on is null) = (way is null) and (closed_on is null) = (closed_by is null))
);
comment on table subsidy_confirmation is '两项补贴年度确认：先看数据，没有生存记录的入户；两次拒绝的暂停；入户情况加密';
create index subsidy_confirmation_open on subsidy_confirmation (division, due_on, id) where state <> 'confirmed';
revoke delete on subsidy_confirmation from {{app}};
alter table subsidy_confirmation enable row level security;
create policy subsidy_confirmation_scope on subsidy_confirmation using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table disability_finding (
  id uuid not null,
  kind text collate "C" not null,
  subject text collate "C" not null,
  division text collate "C" not null,
  person_id uuid,
  detail text not null,
  found_on date not null,
  state text collate "C" not null default 'open',
  note bytea,
  closed_at timestamptz,
  closed_by text,
  constraint disability_finding_pkey primary key (id),
  constraint disability_finding_subject unique (kind, subject),
  constraint disability_finding_person_fkey foreign key (person_id) references person (id),
  constraint disability_finding_division_code check (division ~ '^[0-9]{12}$'),
  constraint disability_finding_state check (state in ('open', 'true', 'untrue')),
  constraint disability_finding_closed check ((state = 'open') = (closed_at is null) and (closed_at is null) = (closed_by is null) and (closed_at is null) = (note is null))
);
comment on table disability_finding is '稽核疑点：系统发现、由人核实；同一疑点只提示一次；核实情况加密';
create index disability_finding_open on disability_finding (division, id) where state = 'open';
revoke delete on disability_finding from {{app}};
alter table disability_finding enable row level security;
create policy disability_finding_scope on disability_finding using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

-- 稽核看全市各机构的次数和时间冲突，不看内容和人：只回答哪个机构哪个月有几次。
create function rehab_doubts() returns table (kind text, institution_id uuid, name text, division text, month text, count bigint)
  language sql stable security definer set search_path from current
  begin atomic
    select case when a.kind = 'death' then 'session-after-death' else 'session-in-hospital' end, i.id, i.name, i.division, to_char(s.held_on, 'YYYY-MM'), count(*)
      from rehab_session s join rehab_absence a on a.person_id = s.person_id
        and ((a.kind = 'death' and a.to_on is null and s.held_on > a.from_on) or (a.kind = 'hospital' and s.held_on >= a.from_on and (a.to_on is null or s.held_on < a.to_on)))
      join rehab_institution i on i.id = s.institution_id
      where i.division >= nullif(current_setting('app.lo', true), '') and i.division < nullif(current_setting('app.hi', true), '')
      group by 1, 2, 3, 4, 5
    union all
    select 'full-attendance', i.id, i.name, i.division, t.month, count(*)
      from (select s.institution_id, to_char(s.held_on, 'YYYY-MM') as month, s.person_id, count(*) as n from rehab_session s group by 1, 2, 3) t
      join rehab_institution i on i.id = t.institution_id
      where i.division >= nullif(current_setting('app.lo', true), '') and i.division < nullif(current_setting('app.hi', true), '')
      group by 2, 3, 4, 5 having count(*) >= 3 and min(t.n) = max(t.n) and min(t.n) >= 8;
  end;
