select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 一张单谁付多少：政府购买额度、消费券、本人，核实时定下，加起来就是应付的钱；不予结算的谁都不付。
alter table home_care_order add quota_fen bigint, add voucher_fen bigint, add own_fen bigint;
update home_care_order set voucher_fen = 0,
  quota_fen = case when fund = 'public' and state <> 'not-paid' then amount_fen else 0 end,
  own_fen = case when fund = 'self' and state <> 'not-paid' then amount_fen else 0 end
where verified_at is not null;
alter table home_care_order add constraint home_care_order_parts check (
  (verified_at is null) = (quota_fen is null) and (verified_at is null) = (voucher_fen is null) and (verified_at is null) = (own_fen is null)
  and quota_fen >= 0 and voucher_fen >= 0 and own_fen >= 0
  and quota_fen + voucher_fen + own_fen = case when state = 'not-paid' then 0 else amount_fen end);
comment on column home_care_order.quota_fen is '政府购买额度付的，和服务商按月结算的只有这一部分';
comment on column home_care_order.voucher_fen is '消费券抵的，按消费券的办法和网点结算';
comment on column home_care_order.own_fen is '老人自己付给服务商的';

-- 能看到一张单的，看得到它占的那一笔额度、抵的那一张券：住的地方和户口登记的地方可能不是一个村。
drop policy care_quota_scope on care_quota;
create policy care_quota_scope on care_quota using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or exists (select from home_care_order o where o.person_id = care_quota.person_id));
drop policy care_quota_hold_scope on care_quota_hold;
create policy care_quota_hold_scope on care_quota_hold using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid
  or exists (select from home_care_order o where o.id = care_quota_hold.order_id));

-- 一个月的账户就是各张单占的、用的加起来；额度付的和这张单占的那一笔一分不差；没有做成的单不占额度。都在提交的时候核对。
create function care_quota_adds_up() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if exists (select from care_quota q where q.id = new.quota_id and (
      q.used_fen <> (select coalesce(sum(h.fen), 0) from care_quota_hold h where h.quota_id = q.id and h.state = 'used')
      or q.reserved_fen <> (select coalesce(sum(h.fen), 0) from care_quota_hold h where h.quota_id = q.id and h.state = 'reserved'))) then
    raise exception 'the holds of quota % do not add up to its account', new.quota_id using errcode = 'check_violation', constraint = 'care_quota_adds_up';
  end if;
  return null;
end $$;
create constraint trigger care_quota_adds_up after insert or update on care_quota_hold
  deferrable initially deferred for each row execute function care_quota_adds_up();

create function home_care_order_pays_quota() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if new.quota_fen > 0 and not exists (select from care_quota_hold h where h.order_id = new.id and h.state = 'used' and h.fen = new.quota_fen) then
    raise exception 'order % has not spent what it says of the quota', new.no using errcode = 'check_violation', constraint = 'home_care_order_quota';
  end if;
  return null;
end $$;
create constraint trigger home_care_order_quota after update of quota_fen on home_care_order
  deferrable initially deferred for each row execute function home_care_order_pays_quota();

create function home_care_order_lets_go() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if exists (select from care_quota_hold h join home_care_order o on o.id = h.order_id where h.order_id = new.id and h.state <> 'released' and o.state = new.state) then
    raise exception 'order % is % and still holds quota', new.no, new.state using errcode = 'check_violation', constraint = 'home_care_order_lets_go';
  end if;
  return null;
end $$;
create constraint trigger home_care_order_lets_go after update of state on home_care_order
  deferrable initially deferred for each row when (new.state in ('rejected', 'cancelled', 'unfilled', 'no-show', 'aborted', 'not-paid'))
  execute function home_care_order_lets_go();

revoke all on function care_quota_adds_up(), home_care_order_pays_quota(), home_care_order_lets_go() from public;

-- 撤销另派的工单：它占的额度一起放开。
create or replace function home_care_recall(missed uuid, at timestamptz) returns boolean
language plpgsql security definer set search_path from current as $$
declare
  other record;
  held record;
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
  update care_quota_hold set state = 'released', changed_at = at where order_id = other.id and state = 'reserved' returning quota_id, fen into held;
  if found then
    update care_quota set reserved_fen = reserved_fen - held.fen where id = held.quota_id;
  end if;
  update home_care_order set state = 'cancelled', ended_at = at, next_at = null, version = version + 1 where id = other.id;
  insert into home_care_step (order_id, at, step, by_name) values (other.id, at, 'cancelled', '系统');
  return true;
end $$;
