-- 购买服务的合同全市一套: the catalogue gets its levels, a programme its need, a procurement its notice, a contract its milestones, its score and its end.
alter table purchase_item alter column kind drop not null;
alter table purchase_item
  add column level integer not null default 3,
  add column parent text collate "C",
  add column field text collate "C" not null default 'assistance',
  add column price_rule text not null default '',
  add column price_fen bigint,
  add constraint purchase_item_level check (level between 1 and 3 and (level = 1) = (parent is null and kind is null and unit = '')),
  add constraint purchase_item_parent_fkey foreign key (parent) references purchase_item (code),
  add constraint purchase_item_price check (price_fen > 0);
comment on column purchase_item.field is '业务领域：一级目录各一个；也是专户资金的用途';
comment on table purchase_item is '政府购买服务指导性目录：一、二、三级，全市公开';

-- special：从资金专户的分配里付，按节点付款；work、relief：国库里的预算，按服务次数结算。
alter table purchase_programme drop constraint purchase_programme_fund;
alter table purchase_programme
  add column need text not null default '',
  add constraint purchase_programme_fund check (fund in ('work', 'relief', 'special'));

create table purchase_notice (
  id uuid not null,
  programme_id uuid not null,
  division text collate "C" not null,
  title text not null,
  content text not null,
  method text collate "C" not null,
  budget_fen bigint not null,
  contact text not null,
  published_on date not null,
  closes_on date not null,
  published_by text not null,
  published_name text not null,
  withdrawn_on date,
  withdrawn_reason text,
  constraint purchase_notice_pkey primary key (id),
  constraint purchase_notice_programme_fkey foreign key (programme_id) references purchase_programme (id),
  constraint purchase_notice_method check (method in ('tender', 'consultation', 'negotiation', 'inquiry', 'single-source')),
  constraint purchase_notice_dates check (closes_on > published_on and budget_fen > 0),
  constraint purchase_notice_withdrawn check ((withdrawn_on is null) = (withdrawn_reason is null))
);
comment on table purchase_notice is '购买服务公告：公开，任何单位可以报名';
create index purchase_notice_listed on purchase_notice (division, published_on desc, id desc);
revoke delete on purchase_notice from {{app}};

create table purchase_sign_up (
  id uuid not null,
  notice_id uuid not null,
  division text collate "C" not null,
  name text not null,
  credit_code text collate "C" not null,
  contact bytea not null,
  signed_at timestamptz not null,
  constraint purchase_sign_up_pkey primary key (id),
  constraint purchase_sign_up_notice_fkey foreign key (notice_id) references purchase_notice (id),
  constraint purchase_sign_up_once unique (notice_id, credit_code)
);
comment on table purchase_sign_up is '购买服务报名：单位名称、代码；联系人和电话加密';
revoke update, delete on purchase_sign_up from {{app}};

alter table purchase_procurement
  add column notice_id uuid,
  add constraint purchase_procurement_notice_fkey foreign key (notice_id) references purchase_notice (id);

alter table service_contract
  add column stable boolean not null default false,
  add column state text collate "C" not null default 'running',
  add column ended_on date,
  add column ended_reason text,
  add column quality integer,
  add column amount integer,
  add column satisfaction integer,
  add column compliance integer,
  add column score integer,
  add column scored_on date,
  add column scored_name text,
  add constraint service_contract_state check (state in ('running', 'finished', 'breached') and (state = 'running') = (ended_on is null)),
  add constraint service_contract_score check (quality between 0 and 40 and amount between 0 and 30 and satisfaction between 0 and 20 and compliance between 0 and 10
    and score = quality + amount + satisfaction + compliance and (score is null) = (scored_on is null));
comment on column service_contract.stable is '预算有保障、需求稳定的，最长三年';
comment on column service_contract.score is '绩效评价：质量40、数量30、满意度20、合规10';
create index service_contract_calendar on service_contract (to_on) where state = 'running';

create table contract_milestone (
  id uuid not null,
  contract_id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  no integer not null,
  name text not null,
  due_on date not null,
  amount_fen bigint not null,
  state text collate "C" not null default 'open',
  reminded_on date,
  reached_on date,
  accepted_on date,
  accepted_by text,
  accepted_name text,
  acceptance text,
  requested_on date,
  requested_by text,
  requested_name text,
  invoice_no text,
  invoice uuid,
  bank text,
  account bytea,
  answer_by date,
  paid_on date,
  constraint contract_milestone_pkey primary key (id),
  constraint contract_milestone_contract_fkey foreign key (contract_id) references service_contract (id),
  constraint contract_milestone_provider_fkey foreign key (provider_id) references service_provider (id),
  constraint contract_milestone_once unique (contract_id, no),
  constraint contract_milestone_amount check (amount_fen > 0),
  constraint contract_milestone_state check (state in ('open', 'accepted', 'requested', 'paid')),
  constraint contract_milestone_accepted check ((state = 'open') = (accepted_on is null)),
  constraint contract_milestone_requested check ((state in ('requested', 'paid')) = (requested_on is not null) and (requested_on is null) = (invoice_no is null)
    and (requested_on is null) = (account is null)),
  constraint contract_milestone_paid check ((state = 'paid') = (paid_on is not null)),
  -- 申请付款的不能自己验收
  constraint contract_milestone_two_persons check (accepted_by <> requested_by)
);
comment on table contract_milestone is '合同节点：到期、验收、承接机构申请付款、付款；收款账号加密';
create index contract_milestone_due on contract_milestone (due_on) where state = 'open';
create index contract_milestone_listed on contract_milestone (division, due_on, id);
create index contract_milestone_of_provider on contract_milestone (provider_id, due_on);
-- 一张发票只能申请一次付款，换一份合同也不行
create unique index contract_milestone_invoice on contract_milestone (provider_id, invoice_no) where invoice_no is not null;
revoke delete on contract_milestone from {{app}};

do $$
declare t text;
begin
  foreach t in array array['purchase_notice', 'purchase_sign_up'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))$p$, t);
  end loop;
end $$;
alter table contract_milestone enable row level security;
create policy contract_milestone_scope on contract_milestone using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or provider_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
