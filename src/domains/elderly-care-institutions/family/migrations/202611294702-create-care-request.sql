create table care_request (
  id uuid not null,
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  from_on date not null,
  last_on date,
  slot text collate "C",
  content bytea not null,
  state text collate "C" not null default 'asked',
  asked_at timestamptz not null,
  asked_by uuid not null,
  answered_at timestamptz,
  answered_by text,
  constraint care_request_pkey primary key (id),
  constraint care_request_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade,
  constraint care_request_asker_fkey foreign key (asked_by) references person (id),
  constraint care_request_kind check (kind in ('leave', 'visit')),
  constraint care_request_slot check ((kind = 'visit') = (slot is not null) and slot in ('morning', 'afternoon')),
  constraint care_request_days check (last_on >= from_on),
  constraint care_request_state check (state in ('asked', 'agreed', 'declined', 'withdrawn')),
  constraint care_request_answered check ((state in ('agreed', 'declined')) = (answered_at is not null))
);
comment on table care_request is '家属的请假和探访预约：报备的时间按提出的时间算；内容和答复加密';
create index care_request_open on care_request (institution_id, from_on) where state = 'asked';
create index care_request_stay on care_request (stay_id, asked_at);
create unique index care_request_one_visit on care_request (stay_id, from_on, slot) where kind = 'visit' and state in ('asked', 'agreed');
revoke delete on care_request from {{app}};

create table care_payment_order (
  id uuid not null,
  bill_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  code text collate "C" not null,
  amount_fen bigint not null,
  method text collate "C" not null,
  state text collate "C" not null default 'open',
  made_at timestamptz not null,
  made_by uuid not null,
  said_at timestamptz,
  settled_at timestamptz,
  constraint care_payment_order_pkey primary key (id),
  constraint care_payment_order_code unique (code),
  constraint care_payment_order_bill_fkey foreign key (bill_id, institution_id, division) references care_bill (id, institution_id, division) on update cascade,
  constraint care_payment_order_person_fkey foreign key (made_by) references person (id),
  constraint care_payment_order_amount check (amount_fen > 0),
  constraint care_payment_order_method check (method in ('bank', 'mobile', 'cash', 'card')),
  constraint care_payment_order_state check (state in ('open', 'said', 'received', 'missing')),
  constraint care_payment_order_said check ((state = 'open') = (said_at is null))
);
comment on table care_payment_order is '付款单：家属付账单用的编号；平台不经手钱，会计核对到账以后登记收款';
create unique index care_payment_order_one on care_payment_order (bill_id) where state in ('open', 'said');
revoke delete on care_payment_order from {{app}};

do $$
declare t text;
begin
  foreach t in array array['care_request', 'care_payment_order'] loop
    execute format($p$alter table %1$s enable row level security;
      create policy %1$s_scope on %1$s using (
        ((select nullif(current_setting('app.unit', true), '')) is null
          and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
        or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid)$p$, t);
  end loop;
end $$;

-- 两份档案合并：家属的请求和付款单跟到保留的一份
insert into person_reference (table_name, column_name, live, within, unit) values
  ('care_request', 'asked_by', 'true', null, null),
  ('care_payment_order', 'made_by', 'true', null, null);
