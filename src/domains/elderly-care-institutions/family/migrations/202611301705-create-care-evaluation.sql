-- 家属评价养老机构：一位老人一个季度一次，本人或者核对过的代理人评，机构答复；评了不改
create table care_evaluation (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  quarter text collate "C" not null,
  overall smallint not null,
  environment smallint not null,
  facilities smallint not null,
  management smallint not null,
  service smallint not null,
  words bytea,
  at timestamptz not null,
  by_person uuid not null,
  answer bytea,
  answered_at timestamptz,
  answered_by text,
  answered_name text,
  constraint care_evaluation_pkey primary key (id),
  constraint care_evaluation_once unique (stay_id, quarter),
  constraint care_evaluation_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_evaluation_person_fkey foreign key (by_person) references person (id),
  constraint care_evaluation_quarter check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  constraint care_evaluation_stars check (least(overall, environment, facilities, management, service) >= 1 and greatest(overall, environment, facilities, management, service) <= 5),
  constraint care_evaluation_answered check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
comment on table care_evaluation is '家属评价养老机构：四项和总的各几星，说的话、答复加密；一位老人一个季度一次';
create index care_evaluation_listed on care_evaluation (institution_id, at, id);
create index care_evaluation_quarter on care_evaluation (division, quarter);
create index care_evaluation_person on care_evaluation (by_person);
revoke delete on care_evaluation from {{app}};
create trigger care_evaluation_stays before update on care_evaluation for each row
  execute function written_stays('quarter', 'overall', 'environment', 'facilities', 'management', 'service', 'at', 'answered_at', 'answered_by');
alter table care_evaluation enable row level security;
create policy care_evaluation_scope on care_evaluation using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
-- 两份档案合并：评价跟到保留的一份（一个季度评过两次的，两位老人的评价各归各的入住，不受影响）
insert into person_reference (table_name, column_name, live, within, unit) values ('care_evaluation', 'by_person', 'false', null, null);
