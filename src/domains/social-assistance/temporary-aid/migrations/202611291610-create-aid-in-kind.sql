-- 急难时先给的不一定是钱：被褥、热饭、有人照看、送到别处求助、有人开导。
create table aid_in_kind (
  id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  kind text collate "C" not null,
  content bytea not null,
  value_fen bigint,
  receipt_file uuid,
  photo_file uuid,
  given_at timestamptz not null,
  given_on date not null,
  given_by text not null,
  given_name text not null,
  constraint aid_in_kind_pkey primary key (id),
  constraint aid_in_kind_aid_fkey foreign key (case_id) references temporary_aid (case_id),
  constraint aid_in_kind_person_fkey foreign key (person_id) references person (id),
  constraint aid_in_kind_receipt_fkey foreign key (receipt_file) references stored_file (id),
  constraint aid_in_kind_photo_fkey foreign key (photo_file) references stored_file (id),
  constraint aid_in_kind_division_code check (division ~ '^[0-9]{12}$'),
  constraint aid_in_kind_kind check (kind in ('goods', 'care', 'counselling', 'referral')),
  constraint aid_in_kind_value check (value_fen >= 0),
  constraint aid_in_kind_received check (kind not in ('goods', 'care') or receipt_file is not null or photo_file is not null)
);
comment on table aid_in_kind is '急难先行救助里钱以外的帮助：给了什么、多少、折合多少、签字或照片，只增不改；具体内容加密';
create index aid_in_kind_case on aid_in_kind (case_id, given_at);
create index aid_in_kind_day on aid_in_kind (given_on);
revoke update, delete on aid_in_kind from {{app}};

alter table aid_in_kind enable row level security;
create policy aid_in_kind_scope on aid_in_kind using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
