-- 巡诊：签约医生哪天来过，看了谁，给谁什么建议
create table care_round (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  link_id uuid not null,
  on_date date not null,
  doctor text not null,
  findings bytea not null,
  recorded_at timestamptz not null,
  by_actor text not null,
  by_name text not null,
  constraint care_round_pkey primary key (id),
  constraint care_round_at unique (id, institution_id, division),
  constraint care_round_link_fkey foreign key (link_id, institution_id, division) references care_medical_link (id, institution_id, division) on update cascade
);
comment on table care_round is '合作医疗机构的医生到机构巡诊；看到的情况加密，登记以后不改';
create index care_round_listed on care_round (institution_id, on_date);
create index care_round_link on care_round (link_id, on_date);
revoke update, delete on care_round from {{app}};

create table care_round_advice (
  id uuid not null,
  round_id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  advice bytea not null,
  constraint care_round_advice_pkey primary key (id),
  constraint care_round_advice_once unique (round_id, stay_id),
  constraint care_round_advice_round_fkey foreign key (round_id, institution_id, division) references care_round (id, institution_id, division) on update cascade,
  constraint care_round_advice_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade
);
comment on table care_round_advice is '巡诊时看过的老人和医生的建议，加密';
create index care_round_advice_stay on care_round_advice (stay_id);
revoke update, delete on care_round_advice from {{app}};

-- 转诊：转出、接收、住院、转回；一位老人同时只有一件没有办完
create sequence care_referral_no;
create table care_referral (
  id uuid not null,
  no bigint not null default nextval('care_referral_no'),
  institution_id uuid not null,
  division text collate "C" not null,
  stay_id uuid not null,
  incident_id uuid,
  hospital text not null,
  green boolean not null,
  reason bytea not null,
  handover bytea not null,
  out_at timestamptz not null,
  received_at timestamptz,
  admitted_at timestamptz,
  leave_id uuid,
  keep_to date,
  ended_at timestamptz,
  ended_as text collate "C",
  told text[] collate "C" not null default '{}',
  next_at timestamptz,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  version integer not null default 1,
  constraint care_referral_pkey primary key (id),
  constraint care_referral_no_key unique (no),
  constraint care_referral_at unique (id, institution_id, division),
  constraint care_referral_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_referral_incident_fkey foreign key (incident_id, stay_id) references care_incident_person (incident_id, stay_id),
  constraint care_referral_leave_fkey foreign key (leave_id) references care_leave (id),
  constraint care_referral_order check (received_at >= out_at and (admitted_at is null or (received_at is not null and admitted_at >= received_at)) and ended_at >= coalesce(admitted_at, received_at, out_at)),
  -- 住院就有请假，床位保留到哪天也写明
  constraint care_referral_leave check ((admitted_at is null) = (leave_id is null) and (admitted_at is null) = (keep_to is null)),
  constraint care_referral_ended check ((ended_at is null) = (ended_as is null) and ended_as in ('returned', 'discharged', 'deceased') and (ended_at is null or next_at is null)),
  -- 没有人接收过的，不能说从医院转回
  constraint care_referral_returned check (ended_as <> 'returned' or received_at is not null)
);
comment on table care_referral is '转诊：老人从机构转到医院，到转回为止；原因和交给医院的内容加密';
comment on column care_referral.keep_to is '住院期间床位按协议保留到这一天';
create unique index care_referral_one_open on care_referral (stay_id) where ended_at is null;
create index care_referral_listed on care_referral (institution_id, out_at);
create index care_referral_stay on care_referral (stay_id);
create index care_referral_next on care_referral (next_at) where next_at is not null;
create trigger care_referral_stays before update on care_referral for each row
  execute function written_stays('hospital', 'green', 'out_at', 'received_at', 'admitted_at', 'leave_id', 'keep_to', 'ended_at', 'ended_as');
revoke delete on care_referral from {{app}};

create table care_referral_step (
  id uuid not null,
  referral_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  at timestamptz not null,
  content bytea not null,
  recorded_at timestamptz not null,
  by_actor text not null,
  by_name text not null,
  constraint care_referral_step_pkey primary key (id),
  constraint care_referral_step_referral_fkey foreign key (referral_id, institution_id, division) references care_referral (id, institution_id, division) on update cascade,
  constraint care_referral_step_kind check (kind in ('out', 'received', 'admitted', 'news', 'back', 'ended')),
  constraint care_referral_step_times check (at <= recorded_at)
);
comment on table care_referral_step is '转诊的经过：转出、医院接收、住院、医院的消息、转回；只增不改，内容加密';
create index care_referral_step_listed on care_referral_step (referral_id, recorded_at);
revoke update, delete on care_referral_step from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_round', 'care_round_advice', 'care_referral', 'care_referral_step'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
