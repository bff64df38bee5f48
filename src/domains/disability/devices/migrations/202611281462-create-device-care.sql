select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 网点的位置，供按距离查找；取还要求；免费更换；登记人员、讲座和体验。
alter table device_station add column lon double precision;
alter table device_station add column lat double precision;
alter table device_station add constraint device_station_place check ((lon is null) = (lat is null) and (lon is null or (lon between 73 and 136 and lat between 3 and 54)));
alter table rental_order add column return_on date;
alter table rental_order add column reminded_on date;
alter table rental_order add constraint rental_order_return_on check (return_on is null or state in ('out', 'returned', 'lost'));

create table device_replacement (
  id uuid not null,
  old_unit_id uuid not null,
  new_unit_id uuid not null,
  order_id uuid,
  allocation_id uuid,
  person_id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  replaced_on date not null,
  replaced_by text not null,
  constraint device_replacement_pkey primary key (id),
  constraint device_replacement_old_fkey foreign key (old_unit_id) references device_unit (id),
  constraint device_replacement_new_fkey foreign key (new_unit_id) references device_unit (id),
  constraint device_replacement_order_fkey foreign key (order_id) references rental_order (id),
  constraint device_replacement_allocation_fkey foreign key (allocation_id) references device_allocation (id),
  constraint device_replacement_old_key unique (old_unit_id),
  constraint device_replacement_of check ((order_id is null) <> (allocation_id is null)),
  constraint device_replacement_units check (old_unit_id <> new_unit_id)
);
comment on table device_replacement is '召回免费更换：召回的一件换成哪一件，租赁或者配置照旧';
revoke update, delete on device_replacement from {{app}};
alter table device_replacement enable row level security;
create policy device_replacement_scope on device_replacement using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table device_staff (
  id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  name text not null,
  role text collate "C" not null,
  certificate_no text collate "C" not null,
  certified_to date,
  active boolean not null default true,
  constraint device_staff_pkey primary key (id),
  constraint device_staff_station_fkey foreign key (station_id) references device_station (id),
  constraint device_staff_name_key unique (station_id, name, role),
  constraint device_staff_role check (role in ('assessor', 'fitter', 'trainer', 'social-worker'))
);
comment on table device_staff is '辅具服务队伍：评估、适配、训练、社会工作人员和证书';
revoke delete on device_staff from {{app}};
alter table device_staff enable row level security;
create policy device_staff_scope on device_staff using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table device_course (
  id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  title text not null,
  held_on date not null,
  time text collate "C" not null,
  place text not null,
  hours integer not null,
  sign_in_code text collate "C" not null,
  created_by text not null,
  constraint device_course_pkey primary key (id),
  constraint device_course_station_fkey foreign key (station_id) references device_station (id),
  constraint device_course_once unique (station_id, held_on, title),
  constraint device_course_kind check (kind in ('knowledge', 'training')),
  constraint device_course_hours check (hours between 1 and 24)
);
comment on table device_course is '辅具知识讲座和培训：时间、地点、学时，现场出示签到码';
create index device_course_held on device_course (held_on, id);
revoke delete on device_course from {{app}};
alter table device_course enable row level security;
create policy device_course_scope on device_course using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

create table device_course_sign_in (
  id uuid not null,
  course_id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  staff_id uuid,
  person_id uuid,
  name bytea,
  signed_at timestamptz not null,
  constraint device_course_sign_in_pkey primary key (id),
  constraint device_course_sign_in_course_fkey foreign key (course_id) references device_course (id),
  constraint device_course_sign_in_staff_fkey foreign key (staff_id) references device_staff (id),
  constraint device_course_sign_in_staff_once unique (course_id, staff_id),
  constraint device_course_sign_in_person_once unique (course_id, person_id),
  constraint device_course_sign_in_who check (num_nonnulls(staff_id, person_id, name) = 1)
);
comment on table device_course_sign_in is '讲座和培训签到：本机构人员、用手机签到的居民，或者现场登记的姓名（加密）';
create index device_course_sign_in_course on device_course_sign_in (course_id);
revoke update, delete on device_course_sign_in from {{app}};
grant update (name) on device_course_sign_in to {{app}};
alter table device_course_sign_in enable row level security;
create policy device_course_sign_in_scope on device_course_sign_in using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

create table device_trial (
  id uuid not null,
  station_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  purpose text collate "C" not null,
  kind text collate "C" not null,
  trial_on date not null,
  half text collate "C" not null,
  seat integer not null,
  state text collate "C" not null default 'booked',
  advice text collate "C",
  note bytea,
  booked_at timestamptz not null,
  constraint device_trial_pkey primary key (id),
  constraint device_trial_station_fkey foreign key (station_id) references device_station (id),
  constraint device_trial_person_fkey foreign key (person_id) references person (id),
  constraint device_trial_purpose check (purpose in ('try-out', 'fitting')),
  constraint device_trial_half check (half in ('morning', 'afternoon')),
  constraint device_trial_kind check (kind in ('wheelchair', 'hearing-aid', 'prosthesis', 'crutch', 'nursing-bed', 'bath-chair', 'mattress', 'other')),
  constraint device_trial_state check (state in ('booked', 'came', 'missed', 'cancelled')),
  constraint device_trial_seat check (seat between 1 and 100),
  constraint device_trial_advice check (advice in ('rent', 'fit', 'buy', 'none')),
  constraint device_trial_came check ((state = 'came') = (advice is not null))
);
comment on table device_trial is '辅具体验与适配预约：哪天哪半天到哪个网点试哪一类；座位由数据库分配，不会约重';
create unique index device_trial_free on device_trial (station_id, trial_on, half, seat) where state in ('booked', 'came');
create unique index device_trial_one on device_trial (person_id, kind) where state = 'booked';
create index device_trial_desk on device_trial (station_id, trial_on) where state = 'booked';
revoke delete on device_trial from {{app}};
alter table device_trial enable row level security;
create policy device_trial_scope on device_trial using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or station_id = (select nullif(current_setting('app.unit', true), ''))::uuid
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
