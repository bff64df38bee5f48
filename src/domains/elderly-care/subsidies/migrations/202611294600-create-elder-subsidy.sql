select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 经济困难老年人补贴：金额、月份由待遇（entitlement）管，这里是最近一次告知本人和别的业务的状态。
create table elder_subsidy_award (
  entitlement_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'active',
  amount_fen bigint not null,
  from_month text collate "C" not null,
  last_month text collate "C",
  reason text,
  moved_last text collate "C",
  looked_to text collate "C" not null,
  case_id uuid,
  changed_at timestamptz not null,
  constraint elder_subsidy_award_pkey primary key (entitlement_id),
  constraint elder_subsidy_award_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint elder_subsidy_award_person_fkey foreign key (person_id) references person (id),
  constraint elder_subsidy_award_case_fkey foreign key (case_id) references service_case (id),
  constraint elder_subsidy_award_division_code check (division ~ '^[0-9]{12}$'),
  constraint elder_subsidy_award_kind check (kind in ('service', 'nursing')),
  constraint elder_subsidy_award_state check (state in ('active', 'ended')),
  constraint elder_subsidy_award_ended check ((state = 'ended') = (last_month is not null and reason is not null))
);
comment on table elder_subsidy_award is '经济困难老年人补贴：养老服务补贴、护理补贴的在享和停发';
create index elder_subsidy_award_person on elder_subsidy_award (person_id);
create index elder_subsidy_award_list on elder_subsidy_award (division, state, entitlement_id);
create index elder_subsidy_award_look on elder_subsidy_award (looked_to, entitlement_id) where state = 'active';
revoke delete on elder_subsidy_award from {{app}};
alter table elder_subsidy_award enable row level security;
create policy elder_subsidy_award_scope on elder_subsidy_award using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 户籍在本县以内迁移：跟着待遇走。
create trigger entitlement_moves_elder_subsidy_award after update of division on entitlement
  for each row when (old.division is distinct from new.division) execute function follow_division('elder_subsidy_award', 'entitlement_id');

-- 主动告知：可以享受还没有申请的，每人每项同时只有一次。
create table elder_subsidy_offer (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'open',
  sent_on date not null,
  closed_at timestamptz,
  constraint elder_subsidy_offer_pkey primary key (id),
  constraint elder_subsidy_offer_person_fkey foreign key (person_id) references person (id),
  constraint elder_subsidy_offer_division_code check (division ~ '^[0-9]{12}$'),
  constraint elder_subsidy_offer_kind check (kind in ('service', 'nursing')),
  constraint elder_subsidy_offer_state check (state in ('open', 'closed')),
  constraint elder_subsidy_offer_closed check ((state = 'closed') = (closed_at is not null))
);
comment on table elder_subsidy_offer is '经济困难老年人补贴：已经告知本人可以申请的';
create unique index elder_subsidy_offer_open on elder_subsidy_offer (person_id, kind) where state = 'open';
create index elder_subsidy_offer_list on elder_subsidy_offer (division, id) where state = 'open';
revoke delete on elder_subsidy_offer from {{app}};
alter table elder_subsidy_offer enable row level security;
create policy elder_subsidy_offer_scope on elder_subsidy_offer using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into person_reference (table_name, column_name, live, within, unit) values
  ('elder_subsidy_award', 'person_id', 'true', null, 'entitlement_id'),
  ('elder_subsidy_offer', 'person_id', 'false', null, null);
