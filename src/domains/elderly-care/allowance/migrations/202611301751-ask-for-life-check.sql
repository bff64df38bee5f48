select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 年度认证：本人、家属约的，和做过的每一次（认证记录）。
create table life_check (
  id uuid not null,
  entitlement_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  due_on date not null,
  asked_at timestamptz,
  asked_how text collate "C",
  wanted text collate "C",
  contact bytea,
  answer_by date,
  told_late boolean not null default false,
  done_on date,
  way text collate "C",
  seen_on date,
  by_name text,
  constraint life_check_pkey primary key (id),
  constraint life_check_award_fkey foreign key (entitlement_id) references old_age_award (entitlement_id),
  constraint life_check_person_fkey foreign key (person_id) references person (id),
  constraint life_check_division_code check (division ~ '^[0-9]{12}$'),
  constraint life_check_asked check ((asked_at is null) = (asked_how is null) and (asked_at is null) = (wanted is null) and (asked_at is null) = (answer_by is null)),
  constraint life_check_how check (asked_how in ('self', 'family')),
  constraint life_check_wanted check (wanted in ('home', 'office', 'video')),
  constraint life_check_way check (way in ('home', 'office', 'video', 'data', 'void')),
  constraint life_check_done check ((done_on is null) = (way is null) and (way = 'void' or (done_on is null) = (seen_on is null))),
  constraint life_check_is check (asked_at is not null or done_on is not null)
);
comment on table life_check is '高龄津贴年度认证：约的和做过的每一次；约着的同时只有一次';
comment on column life_check.due_on is '做的是哪一次认证（那一次的期限）';
comment on column life_check.contact is '约的人留的电话（加密），办完抹去';
comment on column life_check.way is '怎么认证的；void：停发以后不用了';
create unique index life_check_open on life_check (person_id) where done_on is null;
create index life_check_person on life_check (person_id, done_on desc);
create index life_check_waits on life_check (answer_by, id) where done_on is null and not told_late;
revoke delete on life_check from {{app}};
alter table life_check enable row level security;
create policy life_check_scope on life_check using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
create trigger life_check_stays before update on life_check for each row when (old.done_on is not null)
  execute function written_stays('due_on', 'done_on', 'way', 'seen_on', 'by_name');

-- 户籍在本县以内迁移：跟着待遇走。
create trigger entitlement_moves_life_check after update of division on entitlement
  for each row when (old.division is distinct from new.division) execute function follow_division('life_check', 'entitlement_id');

insert into person_reference (table_name, column_name, live, within, unit) values
  ('life_check', 'person_id', 'true', null, 'entitlement_id');

-- 国家、省平台做的人脸认证也算见到本人；本平台自己不做人脸。
alter table life_trace drop constraint life_trace_way;
alter table life_trace add constraint life_trace_way check (way in ('visit', 'card', 'hospital', 'application', 'face'));
