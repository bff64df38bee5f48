select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 居家服务商：县里签协议入驻的单位（EL-33 的名册和协议）。
create table home_care_provider (
  id uuid not null,
  credit_code text collate "C" not null,
  name text not null,
  division text collate "C" not null,
  contract_no text not null,
  agreed_from date not null,
  agreed_to date not null,
  telephone text not null,
  contact text not null,
  state text collate "C" not null default 'active',
  state_reason text,
  version integer not null default 1,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint home_care_provider_pkey primary key (id),
  constraint home_care_provider_once unique (division, credit_code),
  constraint home_care_provider_division_code check (division ~ '^[0-9]{12}$'),
  constraint home_care_provider_agreed check (agreed_to > agreed_from),
  constraint home_care_provider_state check (state in ('active', 'suspended', 'removed'))
);
comment on table home_care_provider is '居家服务商名册：入驻协议的起止、有效、暂停或清退';
revoke delete on home_care_provider from {{app}};

create table home_care_item (
  id uuid not null,
  division text collate "C" not null,
  code text collate "C" not null,
  name text not null,
  class text collate "C" not null,
  unit text collate "C" not null,
  price_fen bigint not null,
  public_fen bigint,
  min_minutes integer not null,
  planned_minutes integer not null,
  level smallint not null,
  same_sex boolean not null,
  photo boolean not null,
  always_call boolean not null,
  from_on date not null,
  to_on date,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint home_care_item_pkey primary key (id),
  constraint home_care_item_once unique (division, code, from_on),
  constraint home_care_item_division_code check (division ~ '^[0-9]{12}$'),
  constraint home_care_item_class check (class in ('meal', 'bath', 'clean', 'urgent', 'medical', 'walk', 'rehab', 'comfort', 'errand', 'escort')),
  constraint home_care_item_unit check (unit in ('visit', 'hour')),
  constraint home_care_item_price check (price_fen > 0 and public_fen > 0),
  constraint home_care_item_minutes check (min_minutes > 0 and planned_minutes >= min_minutes and planned_minutes <= 480),
  constraint home_care_item_level check (level between 1 and 5),
  constraint home_care_item_days check (to_on > from_on)
);
comment on table home_care_item is '居家服务项目和价格：换了价格的是新的一行';
comment on column home_care_item.public_fen is '政府购买的单价；空的不能政府购买';
revoke delete on home_care_item from {{app}};

create table home_care_worker (
  id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  user_id text collate "C",
  name text not null,
  sex text collate "C" not null,
  id_number bytea not null,
  id_digest bytea not null,
  phone bytea not null,
  base bytea,
  hired_on date not null,
  left_on date,
  health_to date,
  background_on date,
  barred_on date,
  barred_reason text,
  rating_sum integer not null default 0,
  rating_count integer not null default 0,
  version integer not null default 1,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint home_care_worker_pkey primary key (id),
  constraint home_care_worker_provider_fkey foreign key (provider_id) references home_care_provider (id),
  constraint home_care_worker_division_code check (division ~ '^[0-9]{12}$'),
  constraint home_care_worker_sex check (sex in ('male', 'female')),
  constraint home_care_worker_left check (left_on >= hired_on),
  constraint home_care_worker_barred check ((barred_on is null) = (barred_reason is null))
);
comment on table home_care_worker is '养老护理员、助老员：派单所需的登记；身份证号、电话、出发地加密';
create unique index home_care_worker_employed on home_care_worker (id_digest) where left_on is null;
create unique index home_care_worker_user on home_care_worker (user_id) where left_on is null and user_id is not null;
create index home_care_worker_provider on home_care_worker (provider_id, name);
create index home_care_worker_place on home_care_worker (division) where left_on is null;
revoke delete on home_care_worker from {{app}};

create table home_care_certificate (
  id uuid not null,
  worker_id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  cert_no text collate "C" not null,
  level smallint not null,
  issuer text not null,
  issued_on date not null,
  valid_to date,
  verified_on date,
  verified_by text,
  valid boolean,
  expired_told_on date,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint home_care_certificate_pkey primary key (id),
  constraint home_care_certificate_worker_fkey foreign key (worker_id) references home_care_worker (id),
  constraint home_care_certificate_no unique (cert_no),
  constraint home_care_certificate_division_code check (division ~ '^[0-9]{12}$'),
  constraint home_care_certificate_level check (level between 1 and 5),
  constraint home_care_certificate_verified check ((verified_on is null) = (valid is null))
);
comment on table home_care_certificate is '技能等级证书：县里核验过、在有效期内的才能派单';
create index home_care_certificate_worker on home_care_certificate (worker_id);
revoke delete on home_care_certificate from {{app}};

create table home_care_order (
  id uuid not null,
  no text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null,
  item_id uuid not null,
  fund text collate "C" not null,
  price_fen bigint not null,
  planned_start timestamptz not null,
  planned_minutes integer not null,
  planned_on date not null,
  urgent boolean not null,
  place bytea not null,
  channel text collate "C" not null,
  ordered_at timestamptz not null,
  ordered_by text not null,
  ordered_name text not null,
  ordered_person_id uuid,
  any_sex boolean not null,
  fixed_worker_id uuid,
  code bytea not null,
  state text collate "C" not null default 'submitted',
  provider_id uuid,
  worker_id uuid,
  asked integer not null default 0,
  everybody boolean not null default false,
  needs_dispatcher boolean not null default false,
  next_at timestamptz,
  late_told boolean not null default false,
  set_out_at timestamptz,
  in_at timestamptz,
  in_received_at timestamptz,
  in_mark bytea,
  in_metres integer,
  in_accuracy integer,
  out_at timestamptz,
  out_received_at timestamptz,
  out_mark bytea,
  short_reason bytea,
  photo_id uuid,
  extension_minutes integer not null default 0,
  actual_minutes integer,
  billed_minutes integer,
  amount_fen bigint,
  verified_at timestamptz,
  verified_way text collate "C",
  verified_name text,
  stars smallint,
  evaluated_at timestamptz,
  said bytea,
  disputed_at timestamptz,
  dispute bytea,
  missed_side text collate "C",
  replaces uuid,
  ended_at timestamptz,
  late_cancel boolean not null default false,
  settlement_id uuid,
  version integer not null default 1,
  constraint home_care_order_pkey primary key (id),
  constraint home_care_order_no unique (no),
  constraint home_care_order_person_fkey foreign key (person_id) references person (id),
  constraint home_care_order_item_fkey foreign key (item_id) references home_care_item (id),
  constraint home_care_order_worker_fkey foreign key (worker_id) references home_care_worker (id),
  constraint home_care_order_fixed_fkey foreign key (fixed_worker_id) references home_care_worker (id),
  constraint home_care_order_provider_fkey foreign key (provider_id) references home_care_provider (id),
  constraint home_care_order_replaces_fkey foreign key (replaces) references home_care_order (id),
  constraint home_care_order_division_code check (division ~ '^[0-9]{12}$'),
  constraint home_care_order_fund check (fund in ('self', 'public')),
  constraint home_care_order_channel check (channel in ('portal', 'phone', 'village', 'office')),
  constraint home_care_order_state check (state in ('submitted', 'accepted', 'offered', 'taken', 'en-route', 'checked-in', 'to-verify', 'verified', 'evaluated', 'settled',
    'rejected', 'cancelled', 'unfilled', 'no-show', 'aborted', 'disputed', 'not-paid')),
  constraint home_care_order_minutes check (planned_minutes between 15 and 480 and extension_minutes between 0 and 240),
  constraint home_care_order_served check (out_at >= in_at),
  constraint home_care_order_taken check (state not in ('taken', 'en-route', 'checked-in', 'to-verify', 'verified', 'evaluated', 'settled') or worker_id is not null),
  constraint home_care_order_checked check (state not in ('to-verify', 'verified', 'evaluated', 'settled') or (out_at is not null and amount_fen is not null)),
  constraint home_care_order_verified check ((verified_at is null) = (verified_way is null)),
  constraint home_care_order_ways check (verified_way in ('self', 'call', 'village', 'auto')),
  constraint home_care_order_stars check (stars between 1 and 5),
  constraint home_care_order_sides check (missed_side in ('elder', 'worker')),
  constraint home_care_order_missed check ((state = 'no-show') = (missed_side is not null)),
  constraint home_care_order_replaces_other check (replaces <> id)
);
comment on table home_care_order is '居家上门服务工单；住址、电话、坐标、确认码、评价和异议加密';
create index home_care_order_day on home_care_order (division, planned_on, planned_start);
create index home_care_order_due on home_care_order (next_at) where next_at is not null;
create index home_care_order_worker on home_care_order (worker_id, planned_on) where worker_id is not null;
create index home_care_order_person on home_care_order (person_id, planned_start desc);
create index home_care_order_by on home_care_order (ordered_person_id, planned_start desc) where ordered_person_id is not null;
create index home_care_order_month on home_care_order (provider_id, planned_on) where provider_id is not null;
create unique index home_care_order_in_hand on home_care_order (worker_id) where state = 'checked-in';
create unique index home_care_order_replaced on home_care_order (replaces) where replaces is not null;
revoke delete on home_care_order from {{app}};

create table home_care_offer (
  order_id uuid not null,
  worker_id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  offered_at timestamptz not null,
  until timestamptz not null,
  answer text collate "C",
  constraint home_care_offer_pkey primary key (order_id, worker_id),
  constraint home_care_offer_order_fkey foreign key (order_id) references home_care_order (id),
  constraint home_care_offer_worker_fkey foreign key (worker_id) references home_care_worker (id),
  constraint home_care_offer_answer check (answer in ('taken', 'declined', 'lapsed'))
);
comment on table home_care_offer is '派单：问过谁、到什么时候、怎么答复';
create index home_care_offer_worker on home_care_offer (worker_id, until) where answer is null;
revoke delete on home_care_offer from {{app}};

create table home_care_step (
  id bigint generated always as identity,
  order_id uuid not null,
  at timestamptz not null,
  step text collate "C" not null,
  by_name text not null,
  note bytea,
  constraint home_care_step_pkey primary key (id),
  constraint home_care_step_order_fkey foreign key (order_id) references home_care_order (id)
);
comment on table home_care_step is '工单的经过，只追加；说明加密';
create index home_care_step_order on home_care_step (order_id, id);
revoke update, delete on home_care_step from {{app}};

create table home_care_settlement (
  id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  state text collate "C" not null default 'filed',
  secret bytea not null,
  digest text collate "C" not null,
  beacon text collate "C",
  lines integer not null,
  filed_fen bigint not null,
  deduction jsonb,
  pay_fen bigint,
  filed_at timestamptz not null,
  filed_by text not null,
  checked_at timestamptz,
  checked_by text,
  checked_name text,
  approved_at timestamptz,
  approved_by text,
  document_id uuid,
  constraint home_care_settlement_pkey primary key (id),
  constraint home_care_settlement_once unique (provider_id, month),
  constraint home_care_settlement_provider_fkey foreign key (provider_id) references home_care_provider (id),
  constraint home_care_settlement_division_code check (division ~ '^[0-9]{12}$'),
  constraint home_care_settlement_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint home_care_settlement_state check (state in ('filed', 'drawn', 'checked', 'approved')),
  constraint home_care_settlement_drawn check (state = 'filed' or beacon is not null),
  constraint home_care_settlement_checked check (state in ('filed', 'drawn') or pay_fen is not null),
  constraint home_care_settlement_approved check ((state = 'approved') = (approved_at is not null))
);
comment on table home_care_settlement is '服务商月度结算单：申报、抽查、核定、批准，一个月一张';
revoke delete on home_care_settlement from {{app}};

create table home_care_settlement_line (
  settlement_id uuid not null,
  order_id uuid not null,
  provider_id uuid not null,
  division text collate "C" not null,
  fen bigint not null,
  flags text[] collate "C" not null,
  sample text collate "C",
  wrong boolean,
  checked_name text,
  note bytea,
  constraint home_care_settlement_line_pkey primary key (settlement_id, order_id),
  constraint home_care_settlement_line_order unique (order_id),
  constraint home_care_settlement_line_settlement_fkey foreign key (settlement_id) references home_care_settlement (id),
  constraint home_care_settlement_line_order_fkey foreign key (order_id) references home_care_order (id),
  constraint home_care_settlement_line_sample check (sample in ('all', 'random', 'full'))
);
comment on table home_care_settlement_line is '结算明细：一张工单只结一次；可疑之处、抽查结果';
revoke delete on home_care_settlement_line from {{app}};

-- 服务商的人只看得到本单位的，机关按区划。派给所有合适的人的单，被问到的单位都看得到。
do $$
declare
  t text;
  office text := '(select nullif(current_setting(''app.unit'', true), '''')) is null
    and division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), ''''))';
  unit text := '(select nullif(current_setting(''app.unit'', true), ''''))::uuid';
begin
  foreach t in array array['home_care_worker', 'home_care_certificate', 'home_care_offer', 'home_care_settlement', 'home_care_settlement_line'] loop
    execute format('alter table %1$s enable row level security; create policy %1$s_scope on %1$s using ((%2$s) or provider_id = %3$s)', t, office, unit);
  end loop;
  execute format('alter table home_care_provider enable row level security; create policy home_care_provider_scope on home_care_provider using ((%s) or id = %s)', office, unit);
  execute format('alter table home_care_order enable row level security; create policy home_care_order_scope on home_care_order using ((%s) or provider_id = %2$s
    or exists (select from home_care_offer f where f.order_id = home_care_order.id and f.provider_id = %2$s and f.answer is null))', office, unit);
  execute 'alter table home_care_item enable row level security; create policy home_care_item_scope on home_care_item using (
    division >= (select nullif(current_setting(''app.lo'', true), '''')) and division < (select nullif(current_setting(''app.hi'', true), ''''))
    or left(division, 6) = left((select nullif(current_setting(''app.lo'', true), '''')), 6))';
  execute 'alter table home_care_step enable row level security; create policy home_care_step_scope on home_care_step using (
    exists (select from home_care_order o where o.id = order_id))';
end $$;

insert into person_reference (table_name, column_name, live, within, unit, also) values
  ('home_care_order', 'person_id', $$state in ('submitted', 'accepted', 'offered', 'taken', 'en-route', 'checked-in')$$, null, null, null),
  ('home_care_order', 'ordered_person_id', 'true', null, null, null);

-- 护理员按时到了、签到后来才送到：另派的单没有人上门的，当场撤销。另派的单可能在别的服务商手里，所以由库里的函数来办。
create function home_care_recall(missed uuid, at timestamptz) returns boolean
language plpgsql security definer set search_path from current as $$
declare
  other record;
begin
  if not exists (select from home_care_order o where o.id = missed
      and (o.provider_id = (select nullif(current_setting('app.unit', true), ''))::uuid)) then
    return false;
  end if;
  select id, state into other from home_care_order where replaces = missed for update;
  if not found then
    return true;
  end if;
  if other.state not in ('accepted', 'offered', 'taken', 'en-route') then
    return other.state in ('cancelled', 'unfilled');
  end if;
  update home_care_order set state = 'cancelled', ended_at = at, next_at = null, version = version + 1 where id = other.id;
  insert into home_care_step (order_id, at, step, by_name) values (other.id, at, 'cancelled', '系统');
  return true;
end $$;
comment on function home_care_recall(uuid, timestamptz) is '撤销另派的工单；已经有人签到的不撤';
revoke all on function home_care_recall(uuid, timestamptz) from public;
grant execute on function home_care_recall(uuid, timestamptz) to {{app}};
