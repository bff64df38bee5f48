select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 一项待遇可以同时占用几个互斥组：特困占基本生活、残疾人生活、残疾人护理三组，生活补贴占残疾人生活一组。
-- 同一人同一月份一个组只能有一项待遇，谁同时写入都一样。
create table entitlement_exclusion (
  entitlement_id uuid not null,
  person_id uuid not null,
  from_month text collate "C" not null,
  exclusive_group text collate "C" not null,
  division text collate "C" not null,
  to_month text collate "C",
  months int4range not null generated always as (int4range(month_no(from_month), month_no(to_month) + 1)) stored,
  constraint entitlement_exclusion_pkey primary key (entitlement_id, person_id, from_month, exclusive_group),
  constraint entitlement_exclusion_member_fkey foreign key (entitlement_id, person_id, from_month)
    references entitlement_member (entitlement_id, person_id, from_month),
  constraint entitlement_exclusion_division_code check (division ~ '^[0-9]{12}$'),
  constraint entitlement_exclusion_once exclude using gist (person_id with =, exclusive_group with =, months with &&)
);
comment on table entitlement_exclusion is '互斥待遇：某人在某些月份占用的互斥组，同组同月不能再有另一项待遇';
revoke delete on entitlement_exclusion from {{app}};
alter table entitlement_exclusion enable row level security;
create policy entitlement_exclusion_scope on entitlement_exclusion using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

insert into entitlement_exclusion (entitlement_id, person_id, from_month, exclusive_group, division, to_month)
  select entitlement_id, person_id, from_month, exclusive_group, division, to_month from entitlement_member;

-- 终止、死亡、恢复都改成员的止月：占用的组跟着改，不靠程序记得。
create function follow_member_months() returns trigger language plpgsql set search_path from current as $$
begin
  update entitlement_exclusion set to_month = new.to_month
    where entitlement_id = new.entitlement_id and person_id = new.person_id and from_month = new.from_month;
  return null;
end $$;
create trigger entitlement_member_months after update of to_month on entitlement_member
  for each row when (old.to_month is distinct from new.to_month) execute function follow_member_months();

drop function entitled_in_group(uuid[], text, text);
alter table entitlement_member drop constraint entitlement_member_exclusive;
alter table entitlement_member drop column exclusive_group;
alter table entitlement drop column exclusive_group;
comment on table entitlement_member is '待遇覆盖的人员';

-- 同一互斥组的待遇要看到全市：只回答谁、哪一项，不回答在哪里、多少钱。
create function entitled_in_groups(wanted_persons uuid[], wanted_groups text[], wanted_from text) returns table (person_id uuid, programme text)
  language sql stable security definer set search_path from current
  begin atomic
    select x.person_id, e.programme from entitlement_exclusion x join entitlement e on e.id = x.entitlement_id
      where x.person_id = any (wanted_persons) and x.exclusive_group = any (wanted_groups) and x.months && int4range(month_no(wanted_from), null);
  end;
