-- 机构现在服务多少人，要连别的地区转来的一起数：只回答人数。
create function rehab_persons_of(wanted_institution uuid) returns integer
  language sql stable security definer set search_path from current
  begin atomic
    select count(*)::integer from rehab_case where institution_id = wanted_institution and closed_on is null;
  end;

-- 两件同时转到只剩一个名额的机构：后一件等前一件，满了就不收。
create function check_rehab_capacity() returns trigger language plpgsql security definer set search_path from current as $$
declare
  most integer;
begin
  select capacity into most from rehab_institution where id = new.institution_id for update;
  if (select count(*) from rehab_case where institution_id = new.institution_id and closed_on is null and case_id <> new.case_id) >= most then
    raise check_violation using message = 'the institution is full', constraint = 'rehab_case_capacity';
  end if;
  return new;
end $$;
create trigger rehab_case_capacity_new before insert on rehab_case
  for each row when (new.institution_id is not null and new.closed_on is null) execute function check_rehab_capacity();
create trigger rehab_case_capacity before update of institution_id on rehab_case
  for each row when (new.institution_id is not null and new.closed_on is null and new.institution_id is distinct from old.institution_id) execute function check_rehab_capacity();

-- 当月已经结算的，不再收当月的服务记录：正在结算的，等它结完再看，没有一次会永远结不到。
create function check_rehab_month() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform from rehab_institution where id = new.institution_id for share;
  if exists (select from rehab_settlement where institution_id = new.institution_id and month = to_char(new.held_on, 'YYYY-MM')) then
    raise check_violation using message = 'the month is settled', constraint = 'rehab_session_month_open';
  end if;
  return new;
end $$;
create trigger rehab_session_month_open before insert on rehab_session for each row execute function check_rehab_month();
create index rehab_settlement_list on rehab_settlement (month desc, id desc);
