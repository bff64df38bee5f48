-- 两处院区之间搬来搬去：另一家可能在别的县，办补贴的县看不到那边的入住，只给机构名称和人数
create function care_moves_between(home uuid, since date, until date) returns table (other text, back integer, came integer, went integer)
  language sql stable security definer set search_path from current as $$
  with moved as (
    select s.person_id, s.institution_id, s.from_on,
      lag(s.institution_id) over w as before, lag(s.from_on) over w as before_from, lag(s.to_on) over w as before_to,
      lag(s.institution_id, 2) over w as first
    from care_stay s where s.person_id in (select h.person_id from care_stay h where h.institution_id = home)
    window w as (partition by s.person_id order by s.from_on, s.id)
  )
  select i.name,
    (count(distinct m.person_id) filter (where m.institution_id = home and m.first = home and m.before_from >= since))::integer,
    (count(distinct m.person_id) filter (where m.institution_id = home))::integer,
    (count(distinct m.person_id) filter (where m.before = home))::integer
  from moved m join care_institution i on i.id = case when m.institution_id = home then m.before else m.institution_id end
  where m.before <> m.institution_id and home in (m.institution_id, m.before) and m.from_on >= since and m.from_on < until and m.from_on - m.before_to <= 7
  group by i.id, i.name order by i.name
$$;
comment on function care_moves_between(uuid, date, date) is '一段日子里老人在这家和别家之间搬动的人数：搬去又搬回来的、转来的、转去的；隔了7天以上的不算';
revoke execute on function care_moves_between(uuid, date, date) from public;
grant execute on function care_moves_between(uuid, date, date) to {{app}};
