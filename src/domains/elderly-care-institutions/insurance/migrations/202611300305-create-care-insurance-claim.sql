-- 综合责任险：理赔（报案、查勘、赔付）和每张保单一次的保险补贴
create table care_insurance_claim (
  id uuid not null,
  policy_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  incident_id uuid,
  happened_on date not null,
  what text not null,
  report_no text not null,
  state text collate "C" not null default 'reported',
  reported_on date not null,
  surveyed_on date,
  survey text,
  settled_on date,
  paid_fen bigint,
  refused_why text,
  entered_by text not null,
  constraint care_insurance_claim_pkey primary key (id),
  constraint care_insurance_claim_no unique (policy_id, report_no),
  constraint care_insurance_claim_policy_fkey foreign key (policy_id) references care_insurance (id),
  constraint care_insurance_claim_incident_fkey foreign key (incident_id) references care_incident (id),
  constraint care_insurance_claim_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_insurance_claim_state check (state in ('reported', 'surveyed', 'paid', 'refused')),
  constraint care_insurance_claim_surveyed check ((surveyed_on is null) = (survey is null) and (state = 'reported') <= (surveyed_on is null) and (state in ('surveyed', 'paid')) <= (surveyed_on is not null)),
  constraint care_insurance_claim_settled check ((state in ('paid', 'refused')) = (settled_on is not null) and (state = 'paid') = (paid_fen is not null) and (state = 'refused') = (refused_why is not null)),
  constraint care_insurance_claim_order check (reported_on >= happened_on and surveyed_on >= reported_on and settled_on >= reported_on and paid_fen > 0)
);
comment on table care_insurance_claim is '责任险理赔：报案、查勘、赔付；不写老人的姓名';
create index care_insurance_claim_of on care_insurance_claim (institution_id, happened_on);
revoke delete on care_insurance_claim from {{app}};

create table care_insurance_subsidy (
  id uuid not null,
  policy_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null default 'applied',
  applied_on date not null,
  applied_by text not null,
  decide_by date not null,
  checked_on date,
  checked_by text,
  note text,
  counted_beds integer,
  amount_fen bigint,
  approved_on date,
  approved_by text,
  paid_on date,
  document_no text,
  constraint care_insurance_subsidy_pkey primary key (id),
  constraint care_insurance_subsidy_policy_fkey foreign key (policy_id) references care_insurance (id),
  constraint care_insurance_subsidy_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_insurance_subsidy_state check (state in ('applied', 'checked', 'approved', 'paid', 'refused')),
  constraint care_insurance_subsidy_checked check ((state = 'applied') = (checked_on is null) and (checked_on is null) = (checked_by is null)),
  constraint care_insurance_subsidy_amount check ((amount_fen is null) = (counted_beds is null) and (state in ('applied', 'refused') or amount_fen > 0)),
  constraint care_insurance_subsidy_approved check ((state in ('approved', 'paid')) = (approved_on is not null) and approved_by <> checked_by),
  constraint care_insurance_subsidy_paid check ((state = 'paid') = (paid_on is not null) and (paid_on is null) = (document_no is null))
);
comment on table care_insurance_subsidy is '责任险补贴：一张一年的保单一次，按投保和备案床位少的算';
create unique index care_insurance_subsidy_one on care_insurance_subsidy (policy_id) where state <> 'refused';
create index care_insurance_subsidy_listed on care_insurance_subsidy (division, applied_on, id);
revoke delete on care_insurance_subsidy from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_insurance_claim', 'care_insurance_subsidy'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;
