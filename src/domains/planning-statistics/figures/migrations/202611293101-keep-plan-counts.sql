select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 规划指标的留存: what the platform counted of an indicator, month by month. Counting goes by the records of today; of a year that is over nothing else tells it.
create table plan_count (
  indicator text collate "C" not null,
  division text collate "C" not null,
  month text collate "C" not null,
  num bigint not null,
  den bigint not null,
  counted_on date not null,
  constraint plan_count_pkey primary key (indicator, division, month),
  constraint plan_count_division_code check (division ~ '^[0-9]{12}$'),
  constraint plan_count_month check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  constraint plan_count_share check (num >= 0 and den >= 0)
);
comment on table plan_count is '规划指标的留存：平台每月最后一次数出来的分子和分母，全市和各县；过了的月份不再改';
revoke delete on plan_count from {{app}};
alter table plan_count enable row level security;
create policy plan_count_scope on plan_count using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create function keep_past_plan_counts() returns trigger language plpgsql set search_path from current as $$
begin
  if new.counted_on < old.counted_on or to_char(new.counted_on, 'YYYY-MM') <> old.month then
    raise exception 'a month that is over is never counted again' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger plan_count_past before update on plan_count for each row execute function keep_past_plan_counts();
