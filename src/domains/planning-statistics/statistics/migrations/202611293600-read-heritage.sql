select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 上期由前身报送的：接过来的单位看得到前身报了什么，别的看不到。
create function stat_heritage(wanted_form text, wanted_period text, heir text) returns table (division text, state text, totals jsonb)
  language sql stable security definer set search_path from current as $$
  select distinct on (s.division) s.division, s.state, s.totals from stat_submission s
  where s.form = wanted_form and s.period = wanted_period
    and heir >= nullif(current_setting('app.lo', true), '') and heir < nullif(current_setting('app.hi', true), '')
    and s.division in (select x."from" from division_change c, jsonb_to_recordset(c.successions) as x("from" text, "to" text)
      where c.took_effect_at is not null and x."to" = heir)
  order by s.division, s.version desc
$$;
revoke execute on function stat_heritage(text, text, text) from public;
grant execute on function stat_heritage(text, text, text) to {{app}};
