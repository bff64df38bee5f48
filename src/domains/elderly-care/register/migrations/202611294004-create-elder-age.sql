-- 已经告知过的生日：60、80、90、100岁各告知一次。
create table elder_age (
  person_id uuid not null,
  age integer not null,
  division text collate "C" not null,
  told_on date not null,
  constraint elder_age_pkey primary key (person_id, age),
  constraint elder_age_person_fkey foreign key (person_id) references person (id),
  constraint elder_age_division_code check (division ~ '^[0-9]{12}$')
);
comment on table elder_age is '老年人到龄：60、80、90、100岁的生日，各告知一次';
revoke update, delete on elder_age from {{app}};
alter table elder_age enable row level security;
create policy elder_age_scope on elder_age using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

insert into person_reference (table_name, column_name, live, within, unit) values
  ('elder_age', 'person_id', 'false', null, null);
