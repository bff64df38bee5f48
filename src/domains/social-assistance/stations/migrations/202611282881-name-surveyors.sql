-- 谁可以一起入户：村干部看不到乡镇的账号，填入户人员时要能选到。只回答姓名和岗位。
create function surveyors_at(places text[], on_day date) returns table (name text, role text, duty text, assistant boolean)
  language sql stable security definer set search_path from current
  begin atomic
    select u.name, d.role, d.duty, false from staff_user u join duty d on d.user_id = u.id
      where u.active and d.division = any (places) and d.valid_from <= on_day and (d.valid_to is null or d.valid_to > on_day)
        and (d.role in ('village-worker', 'township-clerk', 'township-leader', 'county-clerk') or d.duty = 'county-confirmer')
    union
    select s.name, null, null, true from assistance_staff s
      where s.division = any (places) and s.to_on is null;
  end;
