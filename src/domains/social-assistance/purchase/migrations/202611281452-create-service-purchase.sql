create table purchase_item (
  code text collate "C" not null,
  kind text collate "C" not null,
  name text not null,
  unit text not null,
  content text not null,
  active boolean not null default true,
  constraint purchase_item_pkey primary key (code),
  constraint purchase_item_code_form check (code ~ '^[A-Z0-9-]{3,20}$'),
  constraint purchase_item_kind check (kind in ('discovery', 'application', 'information', 'employment', 'psychology', 'mediation', 'referral', 'integration'))
);
comment on table purchase_item is '政府购买社会救助服务目录：全市公开';
revoke delete on purchase_item from {{app}};

create table purchase_programme (
  id uuid not null,
  division text collate "C" not null,
  name text not null,
  components text[] not null default '{}',
  year integer not null,
  fund text collate "C" not null,
  budget_fen bigint not null,
  committed_fen bigint not null default 0,
  document_no text not null,
  recorded_on date not null,
  recorded_by text not null,
  constraint purchase_programme_pkey primary key (id),
  constraint purchase_programme_once unique (division, name, year),
  constraint purchase_programme_fund check (fund in ('work', 'relief')),
  constraint purchase_programme_budget check (budget_fen > 0),
  -- 合同不能超过预算
  constraint purchase_programme_committed check (committed_fen between 0 and budget_fen)
);
comment on table purchase_programme is '政府购买服务项目及年度预算：如“44211”提升计划，组成内容自定';
revoke delete on purchase_programme from {{app}};

create table service_provider (
  id uuid not null,
  division text collate "C" not null,
  name text not null,
  credit_code text collate "C" not null,
  contact text not null,
  telephone text not null,
  active boolean not null default true,
  recorded_by text not null,
  constraint service_provider_pkey primary key (id),
  constraint service_provider_once unique (division, credit_code)
);
comment on table service_provider is '购买服务的承接机构';
revoke delete on service_provider from {{app}};

create table purchase_procurement (
  id uuid not null,
  programme_id uuid not null,
  division text collate "C" not null,
  provider_id uuid not null,
  method text collate "C" not null,
  document_no text not null,
  published_on date not null,
  awarded_on date not null,
  bidders integer not null,
  award_fen bigint not null,
  recorded_by text not null,
  constraint purchase_procurement_pkey primary key (id),
  constraint purchase_procurement_no unique (division, document_no),
  constraint purchase_procurement_programme_fkey foreign key (programme_id) references purchase_programme (id),
  constraint purchase_procurement_provider_fkey foreign key (provider_id) references service_provider (id),
  constraint purchase_procurement_method check (method in ('tender', 'consultation', 'negotiation', 'inquiry', 'single-source')),
  constraint purchase_procurement_dates check (awarded_on >= published_on),
  constraint purchase_procurement_amount check (award_fen > 0 and bidders >= 1)
);
comment on table purchase_procurement is '采购记录：方式、文号、公告和成交日期、响应家数、成交金额';
revoke update, delete on purchase_procurement from {{app}};

create table service_contract (
  id uuid not null,
  no text collate "C" not null,
  programme_id uuid not null,
  procurement_id uuid not null,
  provider_id uuid not null,
  item_code text collate "C" not null,
  division text collate "C" not null,
  unit_price_fen bigint not null,
  quantity integer not null,
  from_on date not null,
  to_on date not null,
  -- 已派、已结算的次数，由本域在同一事务里记，数据库守住上限
  assigned_count integer not null default 0,
  settled_count integer not null default 0,
  signed_on date not null,
  signed_by text not null,
  constraint service_contract_pkey primary key (id),
  constraint service_contract_no_key unique (division, no),
  constraint service_contract_programme_fkey foreign key (programme_id) references purchase_programme (id),
  constraint service_contract_procurement_fkey foreign key (procurement_id) references purchase_procurement (id),
  constraint service_contract_provider_fkey foreign key (provider_id) references service_provider (id),
  constraint service_contract_item_fkey foreign key (item_code) references purchase_item (code),
  constraint service_contract_price check (unit_price_fen > 0 and quantity between 1 and 1000000),
  constraint service_contract_period check (to_on >= from_on),
  constraint service_contract_assigned check (assigned_count between 0 and quantity),
  constraint service_contract_settled check (settled_count between 0 and quantity)
);
comment on table service_contract is '购买服务合同：单价、数量、期限；派单和结算都不能超过合同数量';
create index service_contract_list on service_contract (division, from_on desc, id);
create index service_contract_provider on service_contract (provider_id);
revoke delete on service_contract from {{app}};

create table service_settlement (
  id uuid not null,
  contract_id uuid not null,
  division text collate "C" not null,
  task_count integer not null,
  amount_fen bigint not null,
  prepared_on date not null,
  prepared_by text not null,
  prepared_name text not null,
  paid_on date,
  paid_by text,
  paid_name text,
  entry_id uuid,
  constraint service_settlement_pkey primary key (id),
  constraint service_settlement_contract_fkey foreign key (contract_id) references service_contract (id),
  constraint service_settlement_amounts check (task_count > 0 and amount_fen > 0),
  constraint service_settlement_paid check ((paid_on is null) = (paid_by is null) and (paid_on is null) = (entry_id is null)),
  constraint service_settlement_two_persons check (prepared_by <> paid_by)
);
comment on table service_settlement is '购买服务结算单：单价乘验收次数；经办与复核不得为同一人';
create index service_settlement_contract on service_settlement (contract_id, prepared_on);
create unique index service_settlement_open on service_settlement (contract_id) where paid_on is null;
revoke delete on service_settlement from {{app}};

create table service_draw (
  id uuid not null,
  contract_id uuid not null,
  division text collate "C" not null,
  seed text collate "C" not null,
  task_count integer not null,
  drawn_count integer not null,
  drawn_on date not null,
  drawn_by text not null,
  constraint service_draw_pkey primary key (id),
  constraint service_draw_contract_fkey foreign key (contract_id) references service_contract (id),
  constraint service_draw_seed check (seed ~ '^[0-9a-f]{32}$'),
  constraint service_draw_counts check (task_count > 0 and drawn_count between 1 and task_count)
);
comment on table service_draw is '回访抽签：种子、范围、抽中几件，可以重算';
create index service_draw_contract on service_draw (contract_id, drawn_on);
revoke update, delete on service_draw from {{app}};

create table service_task (
  id uuid not null,
  contract_id uuid not null,
  provider_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  planned_on date not null,
  state text collate "C" not null default 'planned',
  worker text,
  began_at timestamptz,
  minutes integer,
  latitude numeric(8, 5),
  longitude numeric(8, 5),
  photo uuid,
  photo_hash text collate "C",
  signature uuid,
  note bytea,
  reported_at timestamptz,
  reported_by text,
  flags text[] not null default '{}',
  judged_on date,
  judged_by text,
  judged_name text,
  reason text,
  draw_id uuid,
  drawn boolean not null default false,
  call_back text collate "C",
  called_on date,
  called_by text,
  settlement_id uuid,
  assigned_on date not null,
  assigned_by text not null,
  constraint service_task_pkey primary key (id),
  constraint service_task_contract_fkey foreign key (contract_id) references service_contract (id),
  constraint service_task_provider_fkey foreign key (provider_id) references service_provider (id),
  constraint service_task_person_fkey foreign key (person_id) references person (id),
  constraint service_task_draw_fkey foreign key (draw_id) references service_draw (id),
  constraint service_task_settlement_fkey foreign key (settlement_id) references service_settlement (id),
  constraint service_task_once unique (contract_id, person_id, planned_on),
  constraint service_task_division_code check (division ~ '^[0-9]{12}$'),
  constraint service_task_state check (state in ('planned', 'reported', 'accepted', 'refused')),
  -- 服务凭证：时间、地点、受助人签字或照片，缺一不能报完成
  constraint service_task_evidence check (state = 'planned' or (began_at is not null and minutes > 0 and latitude is not null and longitude is not null
    and worker is not null and (photo is not null or signature is not null))),
  constraint service_task_minutes check (minutes between 1 and 1440),
  constraint service_task_coordinates check (latitude between -90 and 90 and longitude between -180 and 180),
  constraint service_task_judged check ((state in ('accepted', 'refused')) = (judged_by is not null)),
  constraint service_task_refused check (state <> 'refused' or reason is not null),
  constraint service_task_drawn check (not drawn or draw_id is not null),
  constraint service_task_called check (call_back in ('confirmed', 'denied', 'unreachable') and (call_back is null) = (called_by is null)),
  constraint service_task_settled check (settlement_id is null or state = 'accepted')
);
comment on table service_task is '购买服务任务：为谁、何时、谁去、凭证、验收、回访、结算；服务记录加密';
create index service_task_contract on service_task (contract_id, state, planned_on, id);
create index service_task_provider on service_task (provider_id, state, planned_on, id);
create index service_task_photo on service_task (photo_hash) where photo_hash is not null;
create index service_task_worker on service_task (provider_id, worker, began_at) where began_at is not null;
create index service_task_planned on service_task (planned_on, id);
create index service_task_person on service_task (person_id, planned_on);
create index service_task_flagged on service_task (division, id) where flags <> '{}';
revoke delete on service_task from {{app}};

do $$
declare t text;
begin
  foreach t in array array['purchase_programme', 'purchase_procurement', 'service_settlement', 'service_draw'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        -- 乡镇派单、验收，要看到本县的项目和合同
        or division = (select left(nullif(current_setting('app.lo', true), ''), 6) || '000000'))$p$, t);
  end loop;
end $$;
alter table service_provider enable row level security;
create policy service_provider_scope on service_provider using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or division = (select left(nullif(current_setting('app.lo', true), ''), 6) || '000000')
  or id = (select nullif(current_setting('app.unit', true), ''))::uuid);
alter table service_contract enable row level security;
create policy service_contract_scope on service_contract using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or division = (select left(nullif(current_setting('app.lo', true), ''), 6) || '000000')
  or provider_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
alter table service_task enable row level security;
create policy service_task_scope on service_task using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or provider_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
