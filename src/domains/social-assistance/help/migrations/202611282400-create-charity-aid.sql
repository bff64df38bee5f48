create table charity_aid (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  referral_id uuid,
  charity text not null,
  need_code text collate "C" not null,
  form text collate "C" not null,
  amount_fen bigint not null,
  given_on date not null,
  content bytea not null,
  recorded_on date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint charity_aid_pkey primary key (id),
  constraint charity_aid_person_fkey foreign key (person_id) references person (id),
  constraint charity_aid_referral_fkey foreign key (referral_id) references referral (id),
  constraint charity_aid_division_code check (division ~ '^[0-9]{12}$'),
  constraint charity_aid_form check (form in ('cash', 'goods', 'service')),
  constraint charity_aid_amount check (amount_fen >= 0 and (form <> 'cash' or amount_fen > 0)),
  constraint charity_aid_given check (given_on <= recorded_on),
  -- 同一笔只登记一次，名单重复导入不会多出来
  constraint charity_aid_once unique (person_id, charity, need_code, form, given_on)
);
comment on table charity_aid is '慈善帮扶：慈善组织给了哪家什么，避免同一需求重复帮扶；给了什么、再次帮扶的理由加密';
create index charity_aid_of_person on charity_aid (person_id, given_on desc);
create index charity_aid_of_referral on charity_aid (referral_id) where referral_id is not null;
create index charity_aid_by_day on charity_aid (given_on, id);
revoke update, delete on charity_aid from {{app}};

alter table charity_aid enable row level security;
create policy charity_aid_scope on charity_aid using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
