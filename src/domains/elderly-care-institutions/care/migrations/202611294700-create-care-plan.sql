create table care_risk (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  risks bytea not null,
  on_date date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint care_risk_pkey primary key (id),
  constraint care_risk_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade
);
comment on table care_risk is '入住以后每年、有变化时重评的九项安全风险（首评在入住申请上）；内容加密，只增不改';
create index care_risk_listed on care_risk (stay_id, on_date, recorded_at);
revoke update, delete on care_risk from {{app}};

create table care_plan (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  no integer not null,
  content bytea not null,
  from_at timestamptz not null,
  made_by text not null,
  made_name text not null,
  constraint care_plan_pkey primary key (id),
  constraint care_plan_no unique (stay_id, no),
  constraint care_plan_at unique (id, stay_id, institution_id, division),
  constraint care_plan_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade
);
comment on table care_plan is '照护计划：目标、意愿、医嘱和每日项目，加密；改计划就是新的一份，原来的留着';
revoke update, delete on care_plan from {{app}};

create table care_task (
  id uuid not null,
  plan_id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  item_no integer not null,
  on_day date not null,
  due_at timestamptz not null,
  result text collate "C",
  constraint care_task_pkey primary key (id),
  constraint care_task_one unique (plan_id, item_no, due_at),
  constraint care_task_at unique (id, stay_id, institution_id, division),
  constraint care_task_plan_fkey foreign key (plan_id, stay_id, institution_id, division) references care_plan (id, stay_id, institution_id, division) on update cascade,
  constraint care_task_result check (result in ('done', 'refused', 'abnormal', 'withdrawn'))
);
comment on table care_task is '照护任务：按计划的频次生成；result 是最近一次记录的结果，withdrawn 为改了计划、退住以后不再做的';
create index care_task_day on care_task (institution_id, on_day, due_at);
create index care_task_stay on care_task (stay_id, on_day, due_at);
revoke delete on care_task from {{app}};

create table care_record (
  id uuid not null,
  task_id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  result text collate "C" not null,
  content bytea,
  done_at timestamptz not null,
  signed_at timestamptz not null,
  received_at timestamptz not null,
  signed_by text not null,
  signed_name text not null,
  corrects uuid,
  bulk boolean not null default false,
  constraint care_record_pkey primary key (id),
  constraint care_record_corrected_once unique (corrects),
  constraint care_record_task_fkey foreign key (task_id, stay_id, institution_id, division) references care_task (id, stay_id, institution_id, division) on update cascade,
  constraint care_record_corrects_fkey foreign key (corrects) references care_record (id),
  constraint care_record_result check (result in ('done', 'refused', 'abnormal')),
  constraint care_record_times check (done_at <= signed_at and signed_at <= received_at)
);
comment on table care_record is '照护记录：只增不改，写错的另写一行更正；done_at 做的时间，signed_at 在手机上签的时间，received_at 送到平台的时间；bulk 为集中补签';
comment on column care_record.content is '体征、异常和说明，加密';
create unique index care_record_first on care_record (task_id) where corrects is null;
create index care_record_signer on care_record (signed_by, signed_at);
create index care_record_stay on care_record (stay_id, done_at);
revoke update, delete on care_record from {{app}};
grant update (bulk) on care_record to {{app}};

create table care_handover (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  on_date date not null,
  shift text collate "C" not null,
  notes bytea not null,
  at timestamptz not null,
  by_actor text not null,
  by_name text not null,
  constraint care_handover_pkey primary key (id),
  constraint care_handover_one unique (institution_id, on_date, shift),
  constraint care_handover_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_handover_shift check (shift in ('day', 'evening', 'night'))
);
comment on table care_handover is '交接班：一天一班只有一份，内容加密，只增不改';
revoke update, delete on care_handover from {{app}};

create table care_patrol (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  night_of date,
  at timestamptz not null,
  findings bytea not null,
  by_actor text not null,
  by_name text not null,
  constraint care_patrol_pkey primary key (id),
  constraint care_patrol_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade
);
comment on table care_patrol is '巡查：night_of 为哪一夜（晚上9时到第二天早上6时），白天的为空；发现加密，只增不改';
create index care_patrol_listed on care_patrol (institution_id, at);
revoke update, delete on care_patrol from {{app}};

create table care_staff_member (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  name text not null,
  post text collate "C" not null,
  certificate text,
  health_cert_to date,
  contract_to date,
  from_on date not null,
  left_on date,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint care_staff_member_pkey primary key (id),
  constraint care_staff_member_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_staff_member_post check (post in ('carer', 'nurse', 'doctor', 'social-worker', 'cook', 'other')),
  constraint care_staff_member_days check (left_on >= from_on)
);
comment on table care_staff_member is '机构员工：岗位、证书和在岗的日子；人员配比按在岗的护理员算';
create index care_staff_member_listed on care_staff_member (institution_id, left_on);
revoke delete on care_staff_member from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_risk', 'care_plan', 'care_task', 'care_record', 'care_handover', 'care_patrol', 'care_staff_member'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
