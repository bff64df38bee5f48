-- 老年食堂只有一本名册：社区养老设施。网点里的食堂只是它的收银台，名称、地址、电话、座位都是设施的。
alter table care_outlet add site_id uuid;
comment on column care_outlet.site_id is '哪一处设施的收银台；老年食堂（助餐点）都有，别的网点没有';

-- 已经登记的食堂：同村同名的对上，没有的先登记成设施。
update care_outlet u set site_id = s.id from care_site s where u.kind = 'canteen' and s.division = u.division and s.name = u.name;
insert into care_site (id, name, kind, functions, division, reach, address, owner, operator, contact, telephone, hours, area_m2, day_places, full_beds, seats, state, state_on, opened_on, closed_on,
    entered_at, entered_by, changed_at)
  select distinct on (division, name) id, name, 'canteen', '{meals}', division, 'place', address, '没有登记', '没有登记', '没有登记', telephone, '没有登记', 1, 0, 0, seats,
    case when closed_on is null then 'operating' else 'closed' end, coalesce(closed_on, opened_on), opened_on, closed_on, now(), recorded_by, now()
  from care_outlet where kind = 'canteen' and site_id is null order by division, name, closed_on desc nulls first, id;
update care_outlet u set site_id = s.id from care_site s where u.kind = 'canteen' and u.site_id is null and s.division = u.division and s.name = u.name;

alter table care_outlet drop constraint care_outlet_seats, drop column seats,
  alter column name drop not null, alter column address drop not null, alter column telephone drop not null;
update care_outlet set name = null, address = null, telephone = null where kind = 'canteen';
alter table care_outlet
  add constraint care_outlet_site_fkey foreign key (site_id, division) references care_site (id, division) on update cascade,
  add constraint care_outlet_site check ((kind = 'canteen') = (site_id is not null)
    and (site_id is null) = (name is not null) and (site_id is null) = (address is not null) and (site_id is null) = (telephone is not null));
drop index care_outlet_known;
create unique index care_outlet_known on care_outlet (credit_code, kind, division) where closed_on is null and site_id is null;
create unique index care_outlet_of_site on care_outlet (site_id) where closed_on is null and site_id is not null;
comment on table care_outlet is '养老服务网点：消费券网点；老年食堂（助餐点）的收银台，食堂本身在社区养老设施里';
