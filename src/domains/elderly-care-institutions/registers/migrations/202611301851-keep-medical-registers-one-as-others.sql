-- 一家一条、全市一份，和别的台账一样由 one 管；原来各有各的唯一索引，别的单位登记的撞上索引就报错。
update register_entry e set one = case register when 'care-rescue-kit' then 'city' when 'care-demonstration' then division || ' ' || (content ->> 'name') else title end
  where register in ('care-green-channel', 'hospital-elder-unit', 'care-rescue-kit', 'care-demonstration') and state not in ('closed', 'refused', 'revoked')
    and id = (select o.id from register_entry o where o.register = e.register and o.state not in ('closed', 'refused', 'revoked')
      and (o.register = 'care-rescue-kit' or o.title = e.title) and (o.register <> 'care-demonstration' or o.division = e.division)
      order by o.state in ('named', 'repairing') desc, o.created_at, o.id limit 1);
update register_entry set content = content - 'noticeTo' || jsonb_build_object('noticeUntil', content ->> 'noticeTo')
  where register = 'care-demonstration' and content ? 'noticeTo';
drop index register_entry_hospital;
drop index register_entry_care_demonstration;
drop index register_entry_rescue_kit;
