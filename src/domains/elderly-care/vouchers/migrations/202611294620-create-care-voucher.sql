select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 养老服务消费券资格：评估2级以上，从确认的次月起每月发一张。
create table care_voucher_award (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  from_month text collate "C" not null,
  last_month text collate "C",
  reason text,
  case_id uuid not null,
  granted_on date not null,
  constraint care_voucher_award_pkey primary key (id),
  constraint care_voucher_award_person_fkey foreign key (person_id) references person (id),
  constraint care_voucher_award_case_fkey foreign key (case_id) references service_case (id),
  constraint care_voucher_award_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_voucher_award_ended check ((last_month is null) = (reason is null))
);
comment on table care_voucher_award is '养老服务消费券资格';
create unique index care_voucher_award_one on care_voucher_award (person_id) where last_month is null;
create index care_voucher_award_list on care_voucher_award (division, id);
revoke delete on care_voucher_award from {{app}};
alter table care_voucher_award enable row level security;
create policy care_voucher_award_scope on care_voucher_award using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 每人每月一张；用掉的不会超过面额。
create table care_voucher (
  id uuid not null,
  award_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  face_fen bigint not null,
  used_fen bigint not null default 0,
  lapses_on date not null,
  closed_on date,
  constraint care_voucher_pkey primary key (id),
  constraint care_voucher_month unique (person_id, month),
  constraint care_voucher_award_fkey foreign key (award_id) references care_voucher_award (id),
  constraint care_voucher_person_fkey foreign key (person_id) references person (id),
  constraint care_voucher_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_voucher_month_text check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  constraint care_voucher_face check (face_fen > 0 and used_fen >= 0 and used_fen <= face_fen)
);
comment on table care_voucher is '养老服务消费券：每人每月一张，当月有效';
comment on column care_voucher.lapses_on is '最后能核销的一天：月末最后一天的服务可以到次月几日核销';
create index care_voucher_open on care_voucher (lapses_on, id) where closed_on is null;
create index care_voucher_division on care_voucher (division, month);
revoke delete on care_voucher from {{app}};
alter table care_voucher enable row level security;
create policy care_voucher_scope on care_voucher using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 核销：冲正只有一次，整笔退回。
create table care_voucher_use (
  id uuid not null,
  voucher_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  outlet_id uuid not null,
  outlet_name text not null,
  class text collate "C" not null,
  what text not null,
  service_on date not null,
  payable_fen bigint not null,
  rate_percent integer not null,
  deducted_fen bigint not null,
  way text collate "C" not null,
  verified_at timestamptz not null,
  verified_by text not null,
  reversed_at timestamptz,
  reversed_by text,
  reverse_reason text,
  reversed_to text collate "C",
  constraint care_voucher_use_pkey primary key (id),
  constraint care_voucher_use_voucher_fkey foreign key (voucher_id) references care_voucher (id),
  constraint care_voucher_use_person_fkey foreign key (person_id) references person (id),
  constraint care_voucher_use_outlet_fkey foreign key (outlet_id) references care_outlet (id),
  constraint care_voucher_use_division_code check (division ~ '^[0-9]{12}$'),
  constraint care_voucher_use_class check (class in ('institution', 'home')),
  constraint care_voucher_use_way check (way in ('code', 'card')),
  constraint care_voucher_use_amount check (deducted_fen > 0 and deducted_fen <= payable_fen),
  constraint care_voucher_use_reversed check ((reversed_at is null) = (reversed_by is null) and (reversed_at is null) = (reverse_reason is null)
    and (reversed_at is null) = (reversed_to is null) and reversed_to in ('voucher', 'fund'))
);
comment on table care_voucher_use is '消费券核销';
comment on column care_voucher_use.reversed_to is '冲正退到哪里：voucher 当月的券，fund 当月已经结束、退回资金';
create index care_voucher_use_voucher on care_voucher_use (voucher_id, verified_at);
create index care_voucher_use_outlet on care_voucher_use (outlet_id, verified_at);
create index care_voucher_use_person on care_voucher_use (person_id, verified_at);
revoke delete on care_voucher_use from {{app}};
alter table care_voucher_use enable row level security;
create policy care_voucher_use_scope on care_voucher_use using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_voucher_award', 'person_id', 'last_month is null', null, null),
  ('care_voucher', 'person_id', 'closed_on is null', null, null),
  ('care_voucher_use', 'person_id', 'false', null, null);
