select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 虚拟养老院：不搬家的会员。入网、需求计划、每月服务包、通话关怀、每月一张账单
create table virtual_home_member (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  provider_id uuid not null,
  state text collate "C" not null default 'applied',
  home bytea not null,
  wishes bytea not null,
  channel text collate "C" not null,
  applied_on date not null,
  applied_by text not null,
  applied_name text not null,
  answer_by date not null,
  told boolean not null default false,
  joined_on date,
  left_on date,
  end_reason text,
  called_at timestamptz,
  constraint virtual_home_member_pkey primary key (id),
  constraint virtual_home_member_person_fkey foreign key (person_id) references person (id),
  constraint virtual_home_member_provider_fkey foreign key (provider_id) references home_care_provider (id),
  constraint virtual_home_member_division_code check (division ~ '^[0-9]{12}$'),
  constraint virtual_home_member_state check (state in ('applied', 'joined', 'refused', 'withdrawn', 'left')),
  constraint virtual_home_member_channel check (channel in ('portal', 'village')),
  constraint virtual_home_member_joined check ((state in ('joined', 'left')) = (joined_on is not null)),
  constraint virtual_home_member_left check ((state = 'left') = (left_on is not null) and left_on >= joined_on),
  constraint virtual_home_member_ended check ((state in ('refused', 'withdrawn', 'left')) = (end_reason is not null))
);
comment on table virtual_home_member is '虚拟养老院会员：在一家服务商入网，一位老人同时只有一家';
create unique index virtual_home_member_once on virtual_home_member (person_id) where state in ('applied', 'joined');
create index virtual_home_member_listed on virtual_home_member (provider_id, id);
create index virtual_home_member_place on virtual_home_member (division, id);
revoke delete on virtual_home_member from {{app}};

create table virtual_home_plan (
  member_id uuid not null,
  from_month text collate "C" not null,
  provider_id uuid not null,
  division text collate "C" not null,
  orders integer not null,
  meals integer not null,
  calls integer not null,
  visits integer not null,
  device boolean not null,
  fee_fen bigint not null,
  note text not null,
  made_at timestamptz not null,
  made_by text not null,
  constraint virtual_home_plan_pkey primary key (member_id, from_month),
  constraint virtual_home_plan_member_fkey foreign key (member_id) references virtual_home_member (id),
  constraint virtual_home_plan_month check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint virtual_home_plan_counts check (orders between 0 and 200 and meals between 0 and 62 and calls between 0 and 62 and visits between 0 and 31 and fee_fen between 0 and 10000000)
);
comment on table virtual_home_plan is '虚拟养老院的每月服务包：从哪个月起，每月几次上门、几餐、几次通话、几次探访、设备、服务费';
revoke delete on virtual_home_plan from {{app}};

create table virtual_home_call (
  id uuid not null,
  member_id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  at timestamptz not null,
  outcome text collate "C" not null,
  said bytea,
  by_id text not null,
  by_name text not null,
  constraint virtual_home_call_pkey primary key (id),
  constraint virtual_home_call_member_fkey foreign key (member_id) references virtual_home_member (id),
  constraint virtual_home_call_outcome check (outcome in ('well', 'need', 'no-answer'))
);
comment on table virtual_home_call is '虚拟养老院的通话关怀：什么时候打的、接了没有、说了什么（加密）';
create index virtual_home_call_of on virtual_home_call (member_id, at);
revoke update, delete on virtual_home_call from {{app}};

create table virtual_home_statement (
  id uuid not null,
  member_id uuid not null,
  person_id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  lines jsonb,
  total_fen bigint,
  own_fen bigint,
  issued_at timestamptz not null,
  paid_on date,
  paid_how text,
  paid_by text,
  constraint virtual_home_statement_pkey primary key (id),
  constraint virtual_home_statement_once unique (member_id, month),
  constraint virtual_home_statement_member_fkey foreign key (member_id) references virtual_home_member (id),
  constraint virtual_home_statement_person_fkey foreign key (person_id) references person (id),
  constraint virtual_home_statement_amount check (total_fen >= 0 and own_fen between 0 and total_fen),
  constraint virtual_home_statement_paid check ((paid_on is null) = (paid_how is null) and (paid_on is null) = (paid_by is null))
);
comment on table virtual_home_statement is '虚拟养老院的月度账单：一位会员一个月一张，出了不改';
create index virtual_home_statement_person on virtual_home_statement (person_id, month);
revoke delete on virtual_home_statement from {{app}};
create trigger virtual_home_statement_stays before update on virtual_home_statement for each row
  execute function written_stays('month', 'lines', 'total_fen', 'own_fen', 'issued_at', 'paid_on', 'paid_how', 'paid_by');

-- 服务商只看得到本单位的会员
do $$
declare
  t text;
  office text := '(select nullif(current_setting(''app.unit'', true), '''')) is null
    and division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), ''''))';
  unit text := '(select nullif(current_setting(''app.unit'', true), ''''))::uuid';
  own text := '(select nullif(current_setting(''app.person'', true), ''''))::uuid';
begin
  foreach t in array array['virtual_home_member', 'virtual_home_statement'] loop
    execute format('alter table %1$s enable row level security; create policy %1$s_scope on %1$s using ((%2$s) or provider_id = %3$s or person_id = %4$s)', t, office, unit, own);
  end loop;
  foreach t in array array['virtual_home_plan', 'virtual_home_call'] loop
    execute format('alter table %1$s enable row level security; create policy %1$s_scope on %1$s using ((%2$s) or provider_id = %3$s)', t, office, unit);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit) values
  ('virtual_home_member', 'person_id', $$state in ('applied', 'joined')$$, null, null),
  ('virtual_home_statement', 'person_id', 'true', null, null);
