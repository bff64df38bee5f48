select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 需求由居家服务工单来办：一张单办一项，工单核实了就办结；没有做成的回到正在办，另想办法。
alter table care_need add order_id uuid,
  add constraint care_need_order_fkey foreign key (order_id) references home_care_order (id),
  add constraint care_need_order_given check (order_id is null or state <> 'found');
create unique index care_need_order on care_need (order_id) where order_id is not null;
comment on column care_need.order_id is '用哪张居家服务工单来办；别的办法办的没有';

-- 护理员按时到了、另派的单由 home_care_recall 撤销：需求跟着回到原来的单。人取消另派的单的，需求在这以前已经放回待办。
create function care_need_follows_recall() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  update care_need set order_id = new.replaces where order_id = new.id and state <> 'closed';
  return null;
end $$;
revoke all on function care_need_follows_recall() from public;
create trigger care_need_follows_recall after update of state on home_care_order
  for each row when (new.state = 'cancelled' and new.replaces is not null and old.state <> 'cancelled') execute function care_need_follows_recall();
