-- 养老机构建设补贴：申请、县核、公示、批准，分三期拨付；提前停止养老使用的，按没有用满的月份追回
create table care_build (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  self_beds integer not null,
  leased_beds integer not null,
  lease_from date,
  lease_to date,
  papers text not null,
  recorded_on date not null,
  state text collate "C" not null default 'applied',
  applied_on date not null,
  applied_by text not null,
  check_by date not null,
  checked_on date,
  checked_by text,
  note text,
  nursing_beds integer,
  counted_beds integer,
  amount_fen bigint,
  basis jsonb,
  notice_to date,
  approved_on date,
  approved_by text,
  first_paid_on date,
  ended_on date,
  constraint care_build_pkey primary key (id),
  constraint care_build_at unique (id, institution_id, division),
  constraint care_build_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_build_beds check (self_beds >= 0 and leased_beds >= 0 and self_beds + leased_beds > 0),
  constraint care_build_lease check ((leased_beds > 0) = (lease_from is not null) and (lease_from is null) = (lease_to is null) and lease_to > lease_from),
  constraint care_build_state check (state in ('applied', 'notice', 'granted', 'refused')),
  constraint care_build_checked check ((state = 'applied') = (checked_on is null) and (checked_on is null) = (checked_by is null)),
  constraint care_build_amount check ((checked_on is null) = (amount_fen is null) and (amount_fen is null) = (basis is null) and (state not in ('notice', 'granted') or amount_fen > 0)),
  constraint care_build_counted check (counted_beds between 0 and self_beds + leased_beds and nursing_beds >= 0),
  constraint care_build_approved check ((state = 'granted') = (approved_on is not null) and approved_by <> checked_by),
  constraint care_build_ended check (ended_on is null or state = 'granted')
);
comment on table care_build is '养老机构建设补贴：按备案的自建、租赁床位和护理型占比算，算法和金额一起留着';
comment on column care_build.recorded_on is '这些床位备案的日子：三期从它起满一年、两年、三年';
comment on column care_build.first_paid_on is '第一次拨付的日子：至少用于养老的月份从它起算';
comment on column care_build.ended_on is '停止养老使用的日子；以后各期不再拨';
create unique index care_build_open on care_build (institution_id) where state in ('applied', 'notice');
create index care_build_listed on care_build (division, applied_on, id);
revoke delete on care_build from {{app}};

create table care_build_part (
  build_id uuid not null,
  no integer not null,
  institution_id uuid not null,
  division text collate "C" not null,
  amount_fen bigint not null,
  due_from date not null,
  state text collate "C" not null default 'waiting',
  says text,
  checked_on date,
  checked_by text,
  approved_on date,
  approved_by text,
  pay_by date,
  paid_on date,
  document_no text,
  constraint care_build_part_pkey primary key (build_id, no),
  constraint care_build_part_fkey foreign key (build_id, institution_id, division) references care_build (id, institution_id, division) on update cascade,
  constraint care_build_part_no check (no between 1 and 3 and amount_fen >= 0),
  constraint care_build_part_state check (state in ('waiting', 'checked', 'approved', 'paid', 'withheld')),
  constraint care_build_part_says check ((state = 'waiting') = (says is null)),
  constraint care_build_part_approved check (state not in ('approved', 'paid') or (approved_on is not null and approved_by <> checked_by)),
  constraint care_build_part_paid check ((state = 'paid') = (paid_on is not null) and (paid_on is null) = (document_no is null))
);
comment on table care_build_part is '建设补贴的三期：备案满一年、两年（看平均入住率）、三年；says 为核的依据或者不拨的原因';
revoke delete on care_build_part from {{app}};

create table care_build_claim (
  id uuid not null,
  build_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  reason text not null,
  full_months integer not null,
  promised_months integer not null,
  paid_fen bigint not null,
  amount_fen bigint not null,
  received_fen bigint not null default 0,
  state text collate "C" not null default 'proposed',
  proposed_on date not null,
  proposed_by text not null,
  decided_on date,
  decided_by text,
  decision text,
  return_by date,
  constraint care_build_claim_pkey primary key (id),
  constraint care_build_claim_at unique (id, institution_id, division),
  constraint care_build_claim_fkey foreign key (build_id, institution_id, division) references care_build (id, institution_id, division) on update cascade,
  constraint care_build_claim_state check (state in ('proposed', 'claimed', 'settled', 'waived', 'mistaken')),
  constraint care_build_claim_amount check (amount_fen between 0 and paid_fen and received_fen between 0 and amount_fen and full_months between 0 and promised_months),
  constraint care_build_claim_decided check ((state = 'proposed') = (decided_on is null) and (decided_on is null) = (decision is null)),
  constraint care_build_claim_hands check (decided_by <> proposed_by),
  constraint care_build_claim_open check ((state = 'claimed') <= (return_by is not null and received_fen < amount_fen) and (state = 'settled') <= (received_fen = amount_fen))
);
comment on table care_build_claim is '建设补贴的追回：已拨 × 没有用满的月份 ÷ 承诺的月份；是对机构的应收款，付清为止';
create unique index care_build_claim_one on care_build_claim (build_id) where state <> 'mistaken';
revoke delete on care_build_claim from {{app}};

create table care_build_receipt (
  id uuid not null,
  claim_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  amount_fen bigint not null,
  received_on date not null,
  voucher text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint care_build_receipt_pkey primary key (id),
  constraint care_build_receipt_fkey foreign key (claim_id, institution_id, division) references care_build_claim (id, institution_id, division) on update cascade,
  constraint care_build_receipt_amount check (amount_fen > 0)
);
comment on table care_build_receipt is '机构退回的建设补贴：一张凭证在一个县只能用一次';
create unique index care_build_receipt_voucher on care_build_receipt (left(division, 6), voucher);
create index care_build_receipt_of on care_build_receipt (claim_id);
revoke update, delete on care_build_receipt from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_build', 'care_build_part', 'care_build_claim', 'care_build_receipt'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
