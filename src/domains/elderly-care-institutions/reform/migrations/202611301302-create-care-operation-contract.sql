-- 公建民营（服务外包）合同：保留床位、保证金、期限不重叠，特困人员没有书面去处的不移交，由数据库保证
create table care_tekun_place (
  stay_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  stays boolean not null,
  place text not null,
  paper_no text not null,
  written_on date not null,
  written_by text not null,
  written_name text not null,
  constraint care_tekun_place_pkey primary key (stay_id),
  constraint care_tekun_place_stay_fkey foreign key (stay_id, institution_id, division) references care_stay (id, institution_id, division) on update cascade
);
comment on table care_tekun_place is '特困人员的书面去处：机构改制、公建民营前逐位写明，留下来还是去别处，依据哪份文书；签了三方协议的不用另写';
revoke update, delete on care_tekun_place from {{app}};
alter table care_tekun_place enable row level security;
create policy care_tekun_place_scope on care_tekun_place using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);

-- 住在这家的特困人员，还有几位既没有三方协议、也没有写明去处
create function care_tekun_unplaced(home uuid) returns integer
  language sql stable set search_path from current
  return (select count(*)::integer from care_stay s join care_tekun t on t.person_id = s.person_id and t.supported
    where s.institution_id = home and s.to_on is null
      and not exists (select from care_tekun_place w where w.stay_id = s.id)
      and not exists (select from care_placement p where p.admission_id = s.admission_id and p.agreement_no is not null));

create table care_operation_contract (
  entry_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  mode text collate "C" not null,
  contract_no text not null,
  operator text not null,
  operator_code text collate "C" not null,
  from_on date not null,
  to_on date not null,
  rent_fen bigint not null,
  deposit_fen bigint not null,
  beds integer not null,
  reserved_beds integer not null,
  reserved_percent integer not null,
  signed_on date not null,
  signed_by text not null,
  handed_on date,
  ended_on date,
  constraint care_operation_contract_pkey primary key (entry_id),
  constraint care_operation_contract_entry_fkey foreign key (entry_id) references register_entry (id),
  constraint care_operation_contract_home_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_operation_contract_mode check (mode in ('public-built-private-run', 'outsourced')),
  constraint care_operation_contract_term check (to_on > from_on and (handed_on is null or handed_on >= from_on) and (ended_on is null or ended_on >= from_on)),
  constraint care_operation_contract_money check (rent_fen >= 0 and deposit_fen > 0),
  constraint care_operation_contract_reserved check (beds > 0 and reserved_percent between 1 and 100 and reserved_beds <= beds and reserved_beds * 100 >= beds * reserved_percent),
  constraint care_operation_contract_one exclude using gist (institution_id with =, daterange(from_on, coalesce(ended_on, to_on), '[)') with &&)
);
comment on table care_operation_contract is '公建民营、服务外包合同：一家机构同一时候只有一份；保留床位不少于规定比例；运营方不变，换运营方另签';
create index care_operation_contract_home on care_operation_contract (institution_id, to_on);
revoke delete on care_operation_contract from {{app}};
alter table care_operation_contract enable row level security;
create policy care_operation_contract_scope on care_operation_contract using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
-- 不转包：运营方、床位、保留床位、保证金签了就不改
create trigger care_operation_contract_stays before update on care_operation_contract for each row
  execute function written_stays('contract_no', 'operator', 'operator_code', 'from_on', 'deposit_fen', 'beds', 'reserved_beds', 'reserved_percent', 'signed_on', 'signed_by', 'handed_on', 'ended_on');

create function care_operation_contract_guard() returns trigger language plpgsql set search_path from current as $$
begin
  if ((old.handed_on is null and new.handed_on is not null) or (old.ended_on is null and new.ended_on is not null and old.handed_on is not null))
    and care_tekun_unplaced(new.institution_id) > 0 then
    raise exception 'somebody of the home has no written place' using errcode = 'check_violation', constraint = 'care_operation_contract_tekun';
  end if;
  return new;
end $$;
create trigger care_operation_contract_guard before update on care_operation_contract for each row execute function care_operation_contract_guard();

-- 运营中的机构还能给社会老人几张床：床位数 − 保留床位 − 已经住着、留着的社会老人；没有合同的为空。锁住合同再数，两家同时要最后一张的，第二家看得到第一家。
-- 机构的人看不到谁领什么，只要知道还有几张
create function care_open_beds(home uuid, on_day date) returns integer
  language plpgsql security definer set search_path from current as $$
declare
  opened integer;
  month int := month_no(to_char(on_day, 'YYYY-MM'));
begin
  select c.beds - c.reserved_beds into opened from care_operation_contract c
    where c.institution_id = home and c.handed_on <= on_day and c.ended_on is null for update;
  if opened is null then
    return null;
  end if;
  return opened - (select count(*)::integer from care_admission a
    where a.institution_id = home and (a.state in ('held', 'reserved') or exists (select from care_stay s where s.admission_id = a.id and s.to_on is null))
      and not exists (select from care_tekun t where t.person_id = a.person_id and t.supported)
      and not exists (select from entitlement e where e.programme in ('tekun', 'dibao') and e.months @> month
        and (e.person_id = a.person_id or exists (select from entitlement_member m where m.entitlement_id = e.id and m.person_id = a.person_id and m.months @> month))));
end $$;
revoke execute on function care_open_beds(uuid, date) from public;
grant execute on function care_open_beds(uuid, date) to {{app}};
