-- 按规定算的补贴：给机构、设施、单位的，申请、县核、公示、批准、拨付，必要时追回。算哪些、怎么算由各项补贴规定，这里存每一笔和经过
create table subsidy (
  id uuid not null,
  scheme text collate "C" not null,
  body_id uuid not null,
  body_name text not null,
  unit_id uuid,
  division text collate "C" not null,
  term text collate "C",
  alone boolean not null default false,
  asked jsonb not null,
  state text collate "C" not null default 'applied',
  applied_on date not null,
  applied_by text not null,
  check_by date not null,
  checked_on date,
  checked_by text,
  note text,
  basis jsonb,
  amount_fen bigint,
  notice_to date,
  approved_on date,
  approved_by text,
  opinion text,
  ended_on date,
  closed boolean not null generated always as (state in ('paid', 'refused')) stored,
  constraint subsidy_pkey primary key (id),
  constraint subsidy_division_code check (division ~ '^[0-9]{12}$'),
  constraint subsidy_content check (jsonb_typeof(asked) = 'object' and jsonb_typeof(basis) = 'object'),
  constraint subsidy_state check (state in ('applied', 'checked', 'approved', 'paid', 'refused')),
  constraint subsidy_checked check ((state = 'applied') = (checked_on is null) and (checked_on is null) = (checked_by is null) and (checked_on is null) = (note is null)),
  constraint subsidy_amount check ((amount_fen is null) = (basis is null) and (state not in ('checked', 'approved', 'paid') or (amount_fen is not null and amount_fen > 0)) and (state <> 'applied' or amount_fen is null)),
  constraint subsidy_notice check (notice_to is null or (checked_on is not null and (approved_on is null or approved_on > notice_to))),
  constraint subsidy_approved check ((state in ('approved', 'paid')) = (approved_on is not null) and (approved_on is null) = (approved_by is null) and approved_by <> checked_by),
  constraint subsidy_ended check (ended_on is null or state in ('approved', 'paid'))
);
comment on table subsidy is '按规定算的补贴：一笔的申请、核、公示、批准；怎么算的和金额一起留着';
comment on column subsidy.scheme is '哪一项补贴，由程序规定';
comment on column subsidy.body_id is '给谁：机构、设施、单位';
comment on column subsidy.unit_id is '自己能申请、能看到的单位；空的由机关申请';
comment on column subsidy.term is '同一期同一对象只有一笔；空的可以再申请';
comment on column subsidy.alone is '这一笔没有批准以前，同一对象不能再申请';
comment on column subsidy.basis is '核的时候怎么算的';
comment on column subsidy.ended_on is '停止使用的日子；以后各期不再拨';
create unique index subsidy_one on subsidy (scheme, body_id, term) where state <> 'refused';
create unique index subsidy_alone on subsidy (scheme, body_id) where alone and state in ('applied', 'checked');
create index subsidy_listed on subsidy (scheme, closed, applied_on desc, id desc);
create index subsidy_body on subsidy (body_id, scheme);
create index subsidy_noticed on subsidy (notice_to) where state = 'checked' and notice_to is not null;
revoke delete on subsidy from {{app}};
alter table subsidy enable row level security;
create policy subsidy_scope on subsidy using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or unit_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
-- 核过的、批准的不改；没有批准以前退回重核的，从申请重来
create trigger subsidy_stays before update on subsidy for each row when (not (old.state = 'checked' and new.state = 'applied'))
  execute function written_stays('scheme', 'body_id', 'term', 'asked', 'applied_on', 'applied_by', 'checked_on', 'checked_by', 'note', 'basis', 'amount_fen', 'notice_to', 'approved_on', 'approved_by', 'opinion');
create trigger subsidy_asked_stays before update on subsidy for each row when (old.state = 'checked' and new.state = 'applied')
  execute function written_stays('scheme', 'body_id', 'term', 'asked', 'applied_on', 'applied_by');

create table subsidy_part (
  subsidy_id uuid not null,
  no integer not null,
  amount_fen bigint not null,
  cut_fen bigint not null default 0,
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
  constraint subsidy_part_pkey primary key (subsidy_id, no),
  constraint subsidy_part_subsidy_fkey foreign key (subsidy_id) references subsidy (id),
  constraint subsidy_part_amount check (no >= 1 and amount_fen >= 0 and cut_fen between 0 and amount_fen),
  constraint subsidy_part_state check (state in ('waiting', 'checked', 'approved', 'paid', 'withheld')),
  constraint subsidy_part_says check (state <> 'withheld' or says is not null),
  constraint subsidy_part_approved check (state not in ('approved', 'paid') or (approved_on is not null and approved_by is not null and approved_by <> checked_by)),
  constraint subsidy_part_paid check ((state = 'paid') = (paid_on is not null) and (paid_on is null) = (document_no is null) and paid_on >= approved_on)
);
comment on table subsidy_part is '补贴分几期拨付：每一期核、批准、拨付；只拨一次的就一期';
comment on column subsidy_part.cut_fen is '一部分停止使用以后，没有拨的各期少拨的';
revoke delete on subsidy_part from {{app}};
create trigger subsidy_part_stays before update on subsidy_part for each row
  execute function written_stays('amount_fen', 'due_from', 'paid_on', 'document_no');
create trigger subsidy_part_paid_stays before update on subsidy_part for each row when (old.state = 'paid')
  execute function written_stays('cut_fen', 'state', 'says', 'checked_on', 'checked_by', 'approved_on', 'approved_by');

create table subsidy_review (
  id uuid not null,
  subsidy_id uuid not null,
  kind text collate "C" not null,
  says text not null,
  amount_fen bigint not null,
  raised_on date not null,
  raised_by text not null,
  raised_name text not null,
  answer text,
  upheld boolean,
  answered_on date,
  answered_by text,
  constraint subsidy_review_pkey primary key (id),
  constraint subsidy_review_subsidy_fkey foreign key (subsidy_id) references subsidy (id),
  constraint subsidy_review_kind check (kind in ('objection', 'sample', 'correction')),
  constraint subsidy_review_answered check ((answer is null) = (upheld is null) and (answer is null) = (answered_on is null) and (answer is null) = (answered_by is null))
);
comment on table subsidy_review is '批准以前的异议、市级抽查、退回重核：没有查清的不能批准；当时的金额留着';
create index subsidy_review_of on subsidy_review (subsidy_id);
create unique index subsidy_review_sample on subsidy_review (subsidy_id) where kind = 'sample' and answer is null;
revoke delete on subsidy_review from {{app}};
create trigger subsidy_review_stays before update on subsidy_review for each row
  execute function written_stays('kind', 'says', 'amount_fen', 'raised_on', 'raised_by', 'answer', 'upheld', 'answered_on', 'answered_by');

create table subsidy_claim (
  id uuid not null,
  subsidy_id uuid not null,
  reason text not null,
  ended_on date,
  whole boolean not null,
  units integer,
  of_units integer,
  full_months integer,
  promised_months integer,
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
  constraint subsidy_claim_pkey primary key (id),
  constraint subsidy_claim_subsidy_fkey foreign key (subsidy_id) references subsidy (id),
  constraint subsidy_claim_state check (state in ('proposed', 'claimed', 'settled', 'waived', 'mistaken')),
  constraint subsidy_claim_units check ((units is null) = (of_units is null) and units between 1 and of_units),
  constraint subsidy_claim_months check ((full_months is null) = (promised_months is null) and full_months between 0 and promised_months),
  constraint subsidy_claim_amount check (amount_fen between 0 and paid_fen and received_fen between 0 and amount_fen),
  constraint subsidy_claim_decided check ((state = 'proposed') = (decided_on is null) and (decided_on is null) = (decision is null) and (decided_on is null) = (decided_by is null)),
  constraint subsidy_claim_hands check (decided_by <> proposed_by),
  constraint subsidy_claim_open check ((state = 'claimed') <= (return_by is not null and received_fen < amount_fen) and (state = 'settled') <= (received_fen = amount_fen))
);
comment on table subsidy_claim is '补贴的追回：对机构的应收款，付清为止；提前停用的按没有用满的月份算，units 为停用的床位等，whole 为到此全部停用';
create unique index subsidy_claim_whole on subsidy_claim (subsidy_id) where whole and state <> 'mistaken';
create index subsidy_claim_of on subsidy_claim (subsidy_id);
revoke delete on subsidy_claim from {{app}};
create trigger subsidy_claim_stays before update on subsidy_claim for each row
  execute function written_stays('ended_on', 'whole', 'units', 'of_units', 'full_months', 'promised_months', 'paid_fen', 'amount_fen', 'proposed_on', 'proposed_by', 'decided_on', 'decided_by', 'decision', 'return_by');

create table subsidy_receipt (
  id uuid not null,
  claim_id uuid not null,
  division text collate "C" not null,
  amount_fen bigint not null,
  received_on date not null,
  voucher text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  constraint subsidy_receipt_pkey primary key (id),
  constraint subsidy_receipt_claim_fkey foreign key (claim_id) references subsidy_claim (id),
  constraint subsidy_receipt_amount check (amount_fen > 0)
);
comment on table subsidy_receipt is '退回的补贴：一张凭证在一个县只能用一次';
create unique index subsidy_receipt_voucher on subsidy_receipt (left(division, 6), voucher);
create index subsidy_receipt_of on subsidy_receipt (claim_id);
revoke update, delete on subsidy_receipt from {{app}};

do $$
declare t text;
begin
  foreach t in array array['subsidy_part', 'subsidy_review', 'subsidy_claim'] loop
    execute format('alter table %1$s enable row level security; create policy %1$s_scope on %1$s using (exists (select from subsidy s where s.id = subsidy_id))', t);
  end loop;
end $$;
alter table subsidy_receipt enable row level security;
create policy subsidy_receipt_scope on subsidy_receipt using (exists (select from subsidy_claim c where c.id = claim_id));
