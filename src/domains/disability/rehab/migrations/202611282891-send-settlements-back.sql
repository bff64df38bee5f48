-- 结算单可以退回：写明理由，机构撤回登记错的、补登漏掉的，再提交；核对以前不算钱。
alter table rehab_settlement drop constraint rehab_settlement_state;
alter table rehab_settlement add constraint rehab_settlement_state check (state in ('submitted', 'returned', 'checked'));

create table rehab_settlement_return (
  id uuid not null,
  settlement_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  reason text not null,
  claimed integer not null,
  sum_fen bigint not null,
  made_by text not null,
  returned_by text not null,
  returned_name text not null,
  returned_at timestamptz not null,
  constraint rehab_settlement_return_pkey primary key (id),
  constraint rehab_settlement_return_settlement_fkey foreign key (settlement_id) references rehab_settlement (id),
  constraint rehab_settlement_return_two check (returned_by <> made_by)
);
comment on table rehab_settlement_return is '退回的结算单：理由和退回时的次数、金额，只增不改';
create index rehab_settlement_return_settlement on rehab_settlement_return (settlement_id, returned_at);
revoke update, delete on rehab_settlement_return from {{app}};
alter table rehab_settlement_return enable row level security;
create policy rehab_settlement_return_scope on rehab_settlement_return using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

-- 登记错的服务不删，撤回：时间让出来，不再计数。
alter table rehab_session add column withdrawn_on date;
alter table rehab_session add column withdrawn_by text;
alter table rehab_session add column withdrawn_for text;
alter table rehab_session add constraint rehab_session_withdrawn check ((withdrawn_on is null) = (withdrawn_by is null) and (withdrawn_on is null) = (withdrawn_for is null));
alter table rehab_session add constraint rehab_session_withdrawn_for check (withdrawn_for in ('not-served', 'other-person', 'wrong-time', 'twice'));
alter table rehab_session drop constraint rehab_session_person_free;
alter table rehab_session drop constraint rehab_session_staff_free;
alter table rehab_session add constraint rehab_session_person_free exclude using gist (person_id with =, during with &&) where (withdrawn_on is null);
alter table rehab_session add constraint rehab_session_staff_free exclude using gist (staff_id with =, during with &&) where (withdrawn_on is null);
grant update (withdrawn_on, withdrawn_by, withdrawn_for) on rehab_session to {{app}};

create or replace function check_rehab_month() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from rehab_institution where id = new.institution_id for share;
  if exists (select from rehab_settlement where institution_id = new.institution_id and month = to_char(new.held_on, 'YYYY-MM') and state <> 'returned') then
    raise check_violation using message = 'the month is settled', constraint = 'rehab_session_month_open';
  end if;
  if tg_op = 'UPDATE' and old.withdrawn_on is not null then
    raise check_violation using message = 'the session is withdrawn', constraint = 'rehab_session_withdrawn_once';
  end if;
  return new;
end $$;
create trigger rehab_session_month_open_still before update of withdrawn_on on rehab_session for each row execute function check_rehab_month();

create or replace function rehab_months_served() returns table (case_id uuid, month text)
  language sql stable security definer set search_path from current
  begin atomic
    select distinct s.case_id, to_char(s.held_on, 'YYYY-MM') from rehab_session s
    where s.withdrawn_on is null
      and s.division >= nullif(current_setting('app.lo', true), '') and s.division < nullif(current_setting('app.hi', true), '');
  end;
