create table needs_assessment (
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  level text collate "C" not null,
  content bytea not null,
  made_on date not null,
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null,
  constraint needs_assessment_pkey primary key (id),
  constraint needs_assessment_case_fkey foreign key (case_id) references service_case (id),
  constraint needs_assessment_person_fkey foreign key (person_id) references person (id),
  constraint needs_assessment_division_code check (division ~ '^[0-9]{12}$'),
  constraint needs_assessment_level check (level in ('severe', 'heavy', 'general', 'light'))
);
comment on table needs_assessment is '救助需求综合评估：只用来排先后和提建议，不决定低保、特困；得分和建议加密';
create index needs_assessment_of_case on needs_assessment (case_id, made_at desc);
revoke update, delete on needs_assessment from {{app}};

create table referral (
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  person_name text collate "C" not null,
  division text collate "C" not null,
  to_unit text collate "C" not null,
  need_code text collate "C" not null,
  content bytea not null,
  due_on date not null,
  created_on date not null,
  created_at timestamptz not null,
  created_by text not null,
  state text collate "C" not null default 'open',
  reply bytea,
  replied_on date,
  replied_at timestamptz,
  replied_by text,
  alerted_on date,
  constraint referral_pkey primary key (id),
  constraint referral_case_fkey foreign key (case_id) references service_case (id),
  constraint referral_person_fkey foreign key (person_id) references person (id),
  constraint referral_division_code check (division ~ '^[0-9]{12}$'),
  constraint referral_due check (due_on >= created_on),
  constraint referral_state check (state in ('open', 'helped', 'declined')),
  constraint referral_replied check ((state = 'open') = (reply is null) and (reply is null) = (replied_on is null) and (reply is null) = (replied_at is null) and (reply is null) = (replied_by is null))
);
comment on table referral is '转介：民政以外的需求转给有关部门，写明答复期限；内容和答复加密';
create unique index referral_once on referral (case_id, to_unit, need_code) where state = 'open';
create index referral_of_case on referral (case_id, created_at);
create index referral_waiting on referral (division, due_on, id) where state = 'open';
create index referral_late on referral (due_on) where state = 'open' and alerted_on is null;
revoke delete on referral from {{app}};

create table case_conference (
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  held_on date not null,
  units text[] not null,
  amount_fen bigint,
  review_on date not null,
  content bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint case_conference_pkey primary key (id),
  constraint case_conference_case_fkey foreign key (case_id) references service_case (id),
  constraint case_conference_person_fkey foreign key (person_id) references person (id),
  constraint case_conference_division_code check (division ~ '^[0-9]{12}$'),
  constraint case_conference_units check (cardinality(units) >= 3),
  constraint case_conference_amount check (amount_fen >= 0),
  constraint case_conference_review check (review_on > held_on)
);
comment on table case_conference is '一事一议会商：参加部门、纪要、结论；可以突破额度，不能改变互斥关系；纪要加密';
create index case_conference_of_case on case_conference (case_id, held_on);
revoke update, delete on case_conference from {{app}};

do $$
declare t text;
begin
  foreach t in array array['needs_assessment', 'referral', 'case_conference'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or person_id = (select nullif(current_setting('app.person', true), ''))::uuid)$p$, t);
  end loop;
end $$;
