-- 一人只有一个有效账户。别处登记的账户，这里的人看不见：登记新账户时由它结束，只回答有没有。
create function end_account_elsewhere(wanted uuid, on_day date) returns boolean
  language sql volatile security definer set search_path from current
  begin atomic
    with ended as (update payout_account set valid_to = on_day where owner_id = wanted and valid_to is null returning 1)
      select exists (select from ended);
  end;
