-- 分散供养每月探访：协理员在手机上登记，见到本人才算。
create table tekun_visit (
  id uuid not null,
  profile_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  visited_on date not null,
  content bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint tekun_visit_pkey primary key (id),
  constraint tekun_visit_once unique (profile_id, visited_on),
  constraint tekun_visit_profile_fkey foreign key (profile_id) references tekun_profile (id),
  constraint tekun_visit_person_fkey foreign key (person_id) references person (id),
  constraint tekun_visit_division_code check (division ~ '^[0-9]{12}$'),
  constraint tekun_visit_month check (month = to_char(visited_on, 'YYYY-MM'))
);
comment on table tekun_visit is '分散供养特困人员每月探访记录：身体、照料、需要；内容加密';
create index tekun_visit_of_profile on tekun_visit (profile_id, month);
create index tekun_visit_of_person on tekun_visit (person_id);
revoke update, delete on tekun_visit from {{app}};
-- 只为换钥匙。
grant update (content) on tekun_visit to {{app}};
alter table tekun_visit enable row level security;
create policy tekun_visit_scope on tekun_visit using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
create index tekun_profile_at_home on tekun_profile (division, id) where state <> 'ended' and mode = 'home';
