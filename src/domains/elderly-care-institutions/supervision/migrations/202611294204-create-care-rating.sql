-- 等级评定：申报、材料审核、现场评定、委员会、公示、授牌；等级到期、降级、取消
create table care_rating (
  id uuid not null,
  no text collate "C" not null,
  institution_id uuid not null,
  division text collate "C" not null,
  level integer not null,
  self_scores jsonb not null,
  insurance_no text not null,
  insured_to date not null,
  conditions jsonb not null,
  state text collate "C" not null default 'applied',
  applied_on date not null,
  applied_by text not null,
  materials_by date not null,
  materials_on date,
  materials_hand text,
  materials_note text,
  scores jsonb,
  assessors text,
  scored_on date,
  decided_level integer,
  committee text,
  decided_on date,
  decided_hand text,
  notice_to date,
  granted_on date,
  refused_on date,
  refused_reason text,
  version integer not null default 1,
  constraint care_rating_pkey primary key (id),
  constraint care_rating_no_key unique (no),
  constraint care_rating_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_rating_state check (state in ('applied', 'onsite', 'scored', 'notice', 'granted', 'refused')),
  constraint care_rating_level check (level between 1 and 5 and decided_level between 1 and level),
  constraint care_rating_decided check (
    (decided_level is null) = (decided_on is null) and (decided_level is null) = (notice_to is null) and (state not in ('notice', 'granted') or decided_level is not null)),
  constraint care_rating_granted check ((state = 'granted') = (granted_on is not null)),
  constraint care_rating_refused check ((state = 'refused') = (refused_on is not null) and (refused_on is null) = (refused_reason is null))
);
comment on table care_rating is '养老机构等级评定申报：先决条件、各部分得分、委员会的决定、公示';
create unique index care_rating_open on care_rating (institution_id) where state not in ('granted', 'refused');
create index care_rating_listed on care_rating (division, applied_on desc);
revoke delete on care_rating from {{app}};
alter table care_rating enable row level security;
create policy care_rating_scope on care_rating using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table care_grade (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  rating_id uuid,
  level integer not null,
  issued_on date not null,
  valid_to date not null,
  ended_on date,
  ended_reason text,
  ended_by text,
  lapse_told_on date,
  constraint care_grade_pkey primary key (id),
  constraint care_grade_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_grade_rating_fkey foreign key (rating_id) references care_rating (id),
  constraint care_grade_level check (level between 1 and 5),
  constraint care_grade_range check (valid_to > issued_on),
  constraint care_grade_ended check ((ended_on is null) = (ended_reason is null))
);
comment on table care_grade is '养老机构等级：授牌日、有效期至；降级、取消的写明从哪天起';
create index care_grade_of on care_grade (institution_id, issued_on);
revoke delete on care_grade from {{app}};
alter table care_grade enable row level security;
create policy care_grade_scope on care_grade using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
