-- 与本县享受家庭比：乡镇的工作人员只看得见本乡镇的登记，分位却要按全县算。只回答各项的分位，样本不足的不回答；不回答是谁、各是多少。
create function auxiliary_limits(wanted_county text, without_case uuid, share double precision, sample integer)
  returns table (sign text, limit_fen bigint)
  language sql stable security definer set search_path from current
  begin atomic
    select r.sign, percentile_disc(share) within group (order by r.amount_fen)
    from auxiliary_reading r join service_case c on c.id = r.case_id and c.outcome = 'granted'
    where r.county = wanted_county and r.case_id is distinct from without_case
      and (left(nullif(current_setting('app.lo', true), ''), 6) = wanted_county
        or (rpad(wanted_county, 12, '0') >= nullif(current_setting('app.lo', true), '') and rpad(wanted_county, 12, '0') < nullif(current_setting('app.hi', true), '')))
    group by r.sign having count(*) >= greatest(sample, 10);
  end;
