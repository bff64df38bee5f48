-- 养老机构的钱和安全：责任保险、预收费存管账户和余额、预收的服务费和会员费、亮过的灯
create table care_insurance (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  insurer text not null,
  policy_no text collate "C" not null,
  from_on date not null,
  to_on date not null,
  beds integer not null,
  limit_fen bigint not null,
  premium_fen bigint not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_insurance_pkey primary key (id),
  constraint care_insurance_policy_key unique (policy_no),
  constraint care_insurance_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_insurance_days check (to_on >= from_on),
  constraint care_insurance_amounts check (beds > 0 and limit_fen > 0 and premium_fen >= 0)
);
comment on table care_insurance is '养老机构综合责任保险：从第一天到最后一天都保；断一天亮黄灯，没有保险有人在住亮红灯';
create index care_insurance_of on care_insurance (institution_id, from_on);
revoke update, delete on care_insurance from {{app}};

create table care_escrow (
  institution_id uuid not null,
  division text collate "C" not null,
  bank text not null,
  account_tail text collate "C" not null,
  plan_on date not null,
  assets_fen bigint not null,
  assets_on date not null,
  assets_document text not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint care_escrow_pkey primary key (institution_id),
  constraint care_escrow_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_escrow_tail check (account_tail ~ '^[0-9]{4}$'),
  constraint care_escrow_assets check (assets_fen >= 0)
);
comment on table care_escrow is '预收费存管账户：一家一个；只记账号后四位；净额是固定资产减去已抵押的，按审计或评估报告';
revoke delete on care_escrow from {{app}};

create table care_escrow_balance (
  institution_id uuid not null,
  on_date date not null,
  division text collate "C" not null,
  balance_fen bigint not null,
  entered_at timestamptz not null,
  entered_by text not null,
  entered_name text not null,
  constraint care_escrow_balance_pkey primary key (institution_id, on_date),
  constraint care_escrow_balance_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_escrow_balance_sum check (balance_fen >= 0)
);
comment on table care_escrow_balance is '存管余额：银行每天报的，一天一行，只增不改';
revoke update, delete on care_escrow_balance from {{app}};

create table care_prepaid (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  person_id uuid not null,
  kind text collate "C" not null,
  amount_fen bigint not null,
  months integer not null,
  from_month text collate "C" not null,
  signed_on date not null,
  contract_no text not null,
  refunded_on date,
  refunded_fen bigint,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_prepaid_pkey primary key (id),
  constraint care_prepaid_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_prepaid_person_fkey foreign key (person_id) references person (id),
  constraint care_prepaid_kind check (kind in ('service', 'member')),
  constraint care_prepaid_amount check (amount_fen > 0 and months > 0),
  constraint care_prepaid_from check (from_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint care_prepaid_refund check ((refunded_on is null) = (refunded_fen is null) and refunded_fen >= 0 and refunded_fen <= amount_fen)
);
comment on table care_prepaid is '预收的服务费、会员费：实名、限本人使用；押金在 care_payment';
create index care_prepaid_of on care_prepaid (institution_id, signed_on, id);
create index care_prepaid_person on care_prepaid (person_id);
revoke delete on care_prepaid from {{app}};

create table care_money_alert (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  rule text collate "C" not null,
  light text collate "C" not null,
  says text not null,
  amount_fen bigint,
  raised_on date not null,
  cleared_on date,
  constraint care_money_alert_pkey primary key (id),
  constraint care_money_alert_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_money_alert_rule check (rule in ('uninsured', 'insurance', 'assets', 'reserve', 'escrow')),
  constraint care_money_alert_light check (light in ('yellow', 'red')),
  constraint care_money_alert_days check (cleared_on >= raised_on)
);
comment on table care_money_alert is '亮过的灯：哪一项、从哪天亮到哪天；同一项同时只有一盏';
create unique index care_money_alert_open on care_money_alert (institution_id, rule) where cleared_on is null;
revoke delete on care_money_alert from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_insurance', 'care_escrow', 'care_escrow_balance', 'care_prepaid', 'care_money_alert'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;

insert into person_reference (table_name, column_name, live, within, unit) values ('care_prepaid', 'person_id', 'false', null, null);
