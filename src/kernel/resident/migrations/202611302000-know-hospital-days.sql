select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 住院的日子是人的一项事实（fact_version 的 hospital-stay，半开：出院那天不算）。服务在哪个县办，都要问得到；先看得到这个人或者他的单子，才问得到。
create function hospital_stays(wanted_person uuid) returns table (from_on date, to_on date)
  language sql stable security definer set search_path from current
  begin atomic
    select f.valid_from, f.valid_to from fact_version f
      where f.subject_kind = 'person' and f.subject_id = wanted_person and f.kind = 'hospital-stay' and f.superseded_at is null
      order by f.valid_from desc limit 200;
  end;
revoke all on function hospital_stays(uuid) from public;
grant execute on function hospital_stays(uuid) to {{app}};
