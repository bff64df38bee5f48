select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 老年食堂一个月的助餐补贴和运营奖补：县里核、另一人批、拨付登记；一家一个月一笔
create table canteen_claim (
  id uuid not null,
  outlet_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  subsidised integer not null,
  subsidy_fen bigint not null,
  award_fen bigint not null,
  doubts text[] not null,
  state text collate "C" not null default 'counted',
  counted_on date not null,
  counted_by text not null,
  note text not null,
  approved_on date,
  approved_by text,
  approval_note text,
  pay_by date,
  paid_on date,
  paid_by text,
  document_no text,
  constraint canteen_claim_pkey primary key (id),
  constraint canteen_claim_outlet_fkey foreign key (outlet_id) references care_outlet (id),
  constraint canteen_claim_division_code check (division ~ '^[0-9]{12}$'),
  constraint canteen_claim_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint canteen_claim_amount check (subsidised >= 0 and subsidy_fen >= 0 and award_fen >= 0),
  constraint canteen_claim_state check (state in ('counted', 'returned', 'approved', 'paid')),
  constraint canteen_claim_hands check (approved_by <> counted_by),
  constraint canteen_claim_approved check ((state in ('approved', 'paid')) = (approved_on is not null) and (approved_on is null) = (approved_by is null) and (approved_on is null) = (pay_by is null)),
  constraint canteen_claim_paid check ((state = 'paid') = (paid_on is not null) and (paid_on is null) = (document_no is null) and (paid_on is null) = (paid_by is null))
);
comment on table canteen_claim is '老年食堂月度拨付：核定的餐数、补贴、奖补和疑点，批准、凭证号';
create unique index canteen_claim_once on canteen_claim (outlet_id, month) where state <> 'returned';
create index canteen_claim_month_list on canteen_claim (month, division);
revoke delete on canteen_claim from {{app}};
create trigger canteen_claim_stays before update on canteen_claim for each row
  execute function written_stays('outlet_id', 'month', 'subsidised', 'subsidy_fen', 'award_fen', 'counted_on', 'counted_by', 'approved_on', 'approved_by', 'paid_on', 'document_no');
alter table canteen_claim enable row level security;
create policy canteen_claim_scope on canteen_claim using (
  (select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))
  or outlet_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

-- 备案台账里停运的，收银台不能再登记
alter table care_outlet add halted_on date;
comment on column care_outlet.halted_on is '老年食堂备案停运：从哪天起不能登记助餐；恢复运营的清空';
