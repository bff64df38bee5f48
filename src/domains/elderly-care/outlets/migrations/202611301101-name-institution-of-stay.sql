select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 住在哪一家：集中照护补助的三方协议要写。以前的从入住的告知里补。
alter table elder_stay add institution_id uuid;
comment on column elder_stay.institution_id is '住在哪一家养老机构；机构业务告知的标识';
comment on table elder_stay is '老年人在养老机构的日子：助餐、居家消费不重复享受，集中照护补助按在院的日子算';
update elder_stay s set institution_id = (e.payload ->> 'institutionId')::uuid from domain_event e
  where e.type = 'stay.started' and e.payload ->> 'stayId' = s.stay_id::text and e.payload ->> 'institutionId' is not null;

-- 在院的日子全市只有一份：户籍在别的县、住在这个县的，办待遇的县也要算得到。先看得到这个人，才问得到。
create function elder_stays(wanted_person uuid) returns table (from_on date, to_on date, institution_id uuid)
  language sql stable security definer set search_path from current
  begin atomic
    select s.from_on, s.to_on, s.institution_id from elder_stay s where s.person_id = wanted_person order by s.from_on, s.stay_id limit 200;
  end;
revoke all on function elder_stays(uuid) from public;
grant execute on function elder_stays(uuid) to {{app}};
