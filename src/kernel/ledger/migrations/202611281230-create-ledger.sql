select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

create table ledger_account (
  id uuid not null,
  kind text collate "C" not null,
  subject text collate "C" not null default '',
  unit text collate "C" not null,
  division text collate "C" not null,
  name text not null,
  may_be_negative boolean not null,
  balance bigint not null default 0,
  posting_count integer not null default 0,
  last_day date,
  opened_at timestamptz not null,
  opened_by text not null,
  constraint ledger_account_pkey primary key (id),
  constraint ledger_account_one unique (kind, division, subject, unit),
  constraint ledger_account_unit_of unique (id, unit),
  constraint ledger_account_kind check (kind ~ '^[a-z][a-z0-9.-]{0,63}$'),
  constraint ledger_account_unit check (unit ~ '^[a-z][a-z0-9:.-]{0,63}$'),
  constraint ledger_account_division_code check (division ~ '^[0-9]{12}$'),
  constraint ledger_account_balance check (balance >= 0 or may_be_negative)
);
comment on table ledger_account is '台账账户：钱、物、积分、工时各记各的单位；余额由分录带出，不能直接改';
comment on column ledger_account.subject is '同一地区同一类账户之间的区别（项目、批次、人员编号）；没有区别时为空';
-- Nobody but the posting trigger moves a balance. A name may be put right; without that right no row could be locked either.
revoke insert, update, delete on ledger_account from {{app}};
grant insert (id, kind, subject, unit, division, name, may_be_negative, opened_at, opened_by) on ledger_account to {{app}};
grant update (name) on ledger_account to {{app}};

create table ledger_entry (
  id uuid not null,
  cause text collate "C" not null,
  reference_kind text collate "C",
  reference_id text collate "C",
  note text not null,
  division text collate "C" not null,
  reverses uuid,
  posting_count integer not null,
  digest text collate "C" not null,
  day date not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint ledger_entry_pkey primary key (id),
  constraint ledger_entry_cause unique (cause),
  constraint ledger_entry_reversed_once unique (reverses),
  constraint ledger_entry_reverses_fkey foreign key (reverses) references ledger_entry (id),
  constraint ledger_entry_cause_length check (length(cause) between 3 and 200),
  constraint ledger_entry_reference check ((reference_kind is null) = (reference_id is null)),
  constraint ledger_entry_postings check (posting_count >= 2),
  constraint ledger_entry_division_code check (division ~ '^[0-9]{12}$')
);
comment on table ledger_entry is '台账分录：一件事一笔，事由唯一（同一事由只记一次）；只增不改，记错了另记一笔冲销';
comment on column ledger_entry.digest is '账户与金额的摘要：同一事由再来时比对，不同即拒绝';
create index ledger_entry_reference on ledger_entry (reference_kind, reference_id) where reference_id is not null;
revoke update, delete on ledger_entry from {{app}};

create table ledger_posting (
  entry_id uuid not null,
  account_id uuid not null,
  unit text collate "C" not null,
  amount bigint not null,
  division text collate "C" not null,
  no integer not null,
  day date not null,
  balance_after bigint not null,
  constraint ledger_posting_pkey primary key (entry_id, account_id),
  constraint ledger_posting_no unique (account_id, no),
  constraint ledger_posting_entry_fkey foreign key (entry_id) references ledger_entry (id),
  constraint ledger_posting_account_fkey foreign key (account_id, unit) references ledger_account (id, unit),
  constraint ledger_posting_amount check (amount <> 0)
);
comment on table ledger_posting is '台账过账：一笔分录在一个账户上的增减；序号和余额由数据库写';
create index ledger_posting_statement on ledger_posting (account_id, day, no);
revoke insert, update, delete on ledger_posting from {{app}};
grant insert (entry_id, account_id, amount) on ledger_posting to {{app}};

-- Balance, number and running balance come from here and from nowhere else; a balance below zero breaks ledger_account_balance.
-- A day that waited for the account's lock over midnight is booked on the day of its predecessor: a statement reads in one order.
create function ledger_post() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update ledger_account a set balance = a.balance + new.amount, posting_count = a.posting_count + 1,
      last_day = greatest(a.last_day, (select e.day from ledger_entry e where e.id = new.entry_id))
    where a.id = new.account_id
    returning a.unit, a.division, a.posting_count, a.last_day, a.balance
    into new.unit, new.division, new.no, new.day, new.balance_after;
  return new;
end $$;
create trigger ledger_post before insert on ledger_posting for each row execute function ledger_post();

-- At commit an entry has exactly the postings that it states, and they come to zero in every unit.
create function ledger_entry_balances() returns trigger language plpgsql security definer set search_path from current as $$
declare
  entry uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if (select count(*) from ledger_posting p where p.entry_id = entry) is distinct from (select e.posting_count from ledger_entry e where e.id = entry)
      or exists (select from ledger_posting p where p.entry_id = entry group by p.unit having sum(p.amount) <> 0) then
    raise exception 'ledger entry % does not come to zero', entry using errcode = 'check_violation', constraint = 'ledger_entry_balances';
  end if;
  return null;
end $$;
create constraint trigger ledger_entry_balances after insert on ledger_entry deferrable initially deferred
  for each row execute function ledger_entry_balances('id');
create constraint trigger ledger_posting_balances after insert on ledger_posting deferrable initially deferred
  for each row execute function ledger_entry_balances('entry_id');
revoke all on function ledger_post(), ledger_entry_balances() from public;

alter table ledger_account enable row level security;
create policy ledger_account_scope on ledger_account using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
alter table ledger_posting enable row level security;
create policy ledger_posting_scope on ledger_posting using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
-- Whoever sees one of its postings sees the entry: a township reads who gave it the county's money.
alter table ledger_entry enable row level security;
create policy ledger_entry_write on ledger_entry for insert with check (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
create policy ledger_entry_read on ledger_entry for select using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select from ledger_posting p where p.entry_id = ledger_entry.id));
