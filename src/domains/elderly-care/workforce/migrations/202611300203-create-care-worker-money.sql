select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 每月的考勤、社保、工资：单位一个月填一次。
create table care_month (
  employment_id uuid not null,
  worker_id uuid not null,
  employer_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  attended smallint not null,
  insured boolean not null,
  pay_fen bigint not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_month_pkey primary key (employment_id, month),
  constraint care_month_employment_fkey foreign key (employment_id) references care_employment (id),
  constraint care_month_worker_fkey foreign key (worker_id) references care_worker (id),
  constraint care_month_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint care_month_attended check (attended between 0 and 31),
  constraint care_month_pay check (pay_fen >= 0)
);
comment on table care_month is '养老服务人员每月的直接照护出勤天数、社保、应发工资：岗位津贴、工龄、入职补贴和行业薪酬都从这里算';
create index care_month_worker on care_month (worker_id, month);
create index care_month_listed on care_month (division, month);
revoke delete on care_month from {{app}};

create table care_class (
  id uuid not null,
  division text collate "C" not null,
  employer_id uuid,
  kind text collate "C" not null,
  name text not null,
  place text not null,
  hours smallint not null,
  from_on date not null,
  to_on date not null,
  closed_on date,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_class_pkey primary key (id),
  constraint care_class_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_class_kind check (kind in ('pre-post', 'refresh', 'skill')),
  constraint care_class_hours check (hours between 1 and 400),
  constraint care_class_days check (to_on >= from_on)
);
comment on table care_class is '养老服务培训班：岗前、年度、技能；学时按每天的签到签退算';
create index care_class_listed on care_class (division, from_on);
revoke delete on care_class from {{app}};

create table care_class_scan (
  class_id uuid not null,
  worker_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  in_at timestamptz not null,
  out_at timestamptz,
  in_by text not null,
  out_by text,
  constraint care_class_scan_pkey primary key (class_id, worker_id, in_at),
  constraint care_class_scan_class_fkey foreign key (class_id) references care_class (id),
  constraint care_class_scan_worker_fkey foreign key (worker_id) references care_worker (id),
  constraint care_class_scan_times check (out_at > in_at and (out_at is null) = (out_by is null))
);
comment on table care_class_scan is '签到签退：来和走都扫了码的才算学时';
create unique index care_class_scan_open on care_class_scan (class_id, worker_id) where out_at is null;
revoke delete on care_class_scan from {{app}};

-- 培训记录：培训班结束时按签到算出来的，或者单位补登、县里看过证明的
create table care_training (
  id uuid not null,
  worker_id uuid not null,
  class_id uuid,
  kind text collate "C" not null,
  name text not null,
  hours smallint not null,
  ended_on date not null,
  passed boolean not null,
  proof text,
  confirmed_on date,
  confirmed_by text,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_training_pkey primary key (id),
  constraint care_training_worker_fkey foreign key (worker_id) references care_worker (id),
  constraint care_training_class_fkey foreign key (class_id) references care_class (id),
  constraint care_training_kind check (kind in ('pre-post', 'refresh', 'skill')),
  constraint care_training_once unique (class_id, worker_id),
  constraint care_training_confirmed check ((confirmed_on is null) = (confirmed_by is null) and confirmed_by <> entered_by),
  constraint care_training_proof check (class_id is not null or proof is not null)
);
comment on table care_training is '培训记录：岗前培训满学时、合格的算培训上岗；补登的由县里看过证明才算';
create index care_training_worker on care_training (worker_id, ended_on);
revoke delete on care_training from {{app}};

-- 补贴申报：一家单位一种补贴一批，每人一行；县核、公示、批准、拨付。
create table care_claim (
  id uuid not null,
  employer_id uuid not null,
  employer_name text not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'applied',
  applied_on date not null,
  applied_by text not null,
  check_by date not null,
  checked_on date,
  checked_by text,
  note text,
  notice_to date,
  approved_on date,
  approved_by text,
  pay_by date,
  paid_on date,
  document_no text,
  constraint care_claim_pkey primary key (id),
  constraint care_claim_kind check (kind in ('entry', 'post', 'years', 'training')),
  constraint care_claim_state check (state in ('applied', 'notice', 'approved', 'paid', 'refused')),
  constraint care_claim_checked check ((state = 'applied') = (checked_on is null) and (checked_on is null) = (checked_by is null)),
  constraint care_claim_approved check ((state in ('approved', 'paid')) = (approved_on is not null) and approved_by <> checked_by),
  constraint care_claim_paid check ((state = 'paid') = (paid_on is not null) and (paid_on is null) = (document_no is null))
);
comment on table care_claim is '养老护理员补贴申报：入职、岗位、工龄、培训，一家一批';
create index care_claim_listed on care_claim (division, applied_on, id);
revoke delete on care_claim from {{app}};

create table care_claim_line (
  claim_id uuid not null,
  worker_id uuid not null,
  employer_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  tranche smallint not null,
  months text[] collate "C" not null,
  fen bigint not null,
  says text not null,
  struck text,
  constraint care_claim_line_pkey primary key (claim_id, worker_id, tranche),
  constraint care_claim_line_claim_fkey foreign key (claim_id) references care_claim (id),
  constraint care_claim_line_worker_fkey foreign key (worker_id) references care_worker (id),
  constraint care_claim_line_fen check (fen > 0)
);
comment on table care_claim_line is '申报的每一行：怎么算的和金额一起留着；struck 为县里划掉的原因';
comment on column care_claim_line.tranche is '入职补贴第几期（1到3）；工龄奖励多少个月（60、120）；培训1；岗位津贴为本批里这个人的0';
-- 入职每期、工龄每档、培训：一个人全市只发一次，不管在哪家单位
create unique index care_claim_line_once on care_claim_line (worker_id, kind, tranche) where kind <> 'post' and struck is null;
revoke delete on care_claim_line from {{app}};

-- 岗位津贴：一个人一个月全市只有一行，不管有几家单位申报
create table care_post_month (
  worker_id uuid not null,
  month text collate "C" not null,
  claim_id uuid not null,
  division text collate "C" not null,
  employer_id uuid not null,
  fen bigint not null,
  constraint care_post_month_pkey primary key (worker_id, month),
  constraint care_post_month_claim_fkey foreign key (claim_id) references care_claim (id),
  constraint care_post_month_worker_fkey foreign key (worker_id) references care_worker (id),
  constraint care_post_month_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint care_post_month_fen check (fen > 0)
);
comment on table care_post_month is '已经申报岗位津贴的月份：一人一月一行，县里划掉的删去';
revoke update on care_post_month from {{app}};

do $$
declare
  t text;
  office text := '(select nullif(current_setting(''app.unit'', true), '''')) is null
    and division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), ''''))';
begin
  foreach t in array array['care_month', 'care_claim', 'care_claim_line', 'care_post_month'] loop
    execute format('alter table %1$s enable row level security; create policy %1$s_scope on %1$s using ((%2$s) or employer_id = (select nullif(current_setting(''app.unit'', true), ''''))::uuid)', t, office);
  end loop;
  -- 县里办的班只有机关；单位自己办的，它和机关
  execute format('alter table care_class enable row level security; create policy care_class_scope on care_class using ((%s) or employer_id = (select nullif(current_setting(''app.unit'', true), ''''))::uuid)', office);
end $$;
alter table care_class_scan enable row level security;
create policy care_class_scan_scope on care_class_scan using (exists (select from care_class c where c.id = class_id));
alter table care_training enable row level security;
create policy care_training_scope on care_training using (exists (select from care_employment e where e.worker_id = care_training.worker_id));

-- 这些人在全市的每个月、申报过的补贴：换了单位接着算，别家的工资不露出来。
create function care_worker_months(workers uuid[])
returns table (worker_id uuid, month text, attended integer, insured boolean)
language sql stable security definer set search_path from current as $$
  select m.worker_id, m.month, least(31, sum(m.attended))::int, bool_or(m.insured) from care_month m
  where m.worker_id = any(array(select c.worker_id from care_worker_course(workers) c)) group by m.worker_id, m.month order by m.month
$$;
create function care_worker_drawn(workers uuid[])
returns table (worker_id uuid, kind text, tranche integer, claim_id uuid)
language sql stable security definer set search_path from current as $$
  select l.worker_id, l.kind, l.tranche::int, l.claim_id from care_claim_line l
  where l.struck is null and l.kind <> 'post' and l.worker_id = any(array(select c.worker_id from care_worker_course(workers) c))
$$;
create function care_worker_post_months(workers uuid[])
returns table (worker_id uuid, month text, claim_id uuid)
language sql stable security definer set search_path from current as $$
  select m.worker_id, m.month, m.claim_id from care_post_month m where m.worker_id = any(array(select c.worker_id from care_worker_course(workers) c)) order by m.month
$$;
do $$
declare f text;
begin
  foreach f in array array['care_worker_months(uuid[])', 'care_worker_drawn(uuid[])', 'care_worker_post_months(uuid[])'] loop
    execute format('revoke all on function %1$s from public; grant execute on function %1$s to {{app}}', f);
  end loop;
end $$;
