-- 确认多发的人不能再决定核销：一项多发款项从认定到免除，至少经过两个人。
create function check_write_off() returns trigger language plpgsql set search_path from current as $$
begin
  if exists (select from overpayment where id = new.overpayment_id and opened_by = new.made_by) then
    raise check_violation using message = 'a debt is not written off by who confirmed it', constraint = 'recovery_plan_two_persons';
  end if;
  return new;
end $$;
create trigger recovery_plan_two_persons before insert on recovery_plan
  for each row when (new.method = 'write-off') execute function check_write_off();
