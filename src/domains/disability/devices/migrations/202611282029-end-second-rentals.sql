-- 排在“同一种辅具只租一件”的唯一索引之前：已有重复的，先到的（已取走的优先）留下，其余没取走的预约取消、辅具放回在库；
-- 两件都已取走的没有办法自动归还，写明是哪几单，请先归还再升级。
do $$
declare
  held text;
begin
  select string_agg(format('%s（%s件，订单%s）', item_code, count, ids), '；') into held from (
    select item_code, count(*) as count, string_agg(id::text, '、' order by start_on, id) as ids
    from rental_order where state = 'out' group by person_id, item_code having count(*) > 1) twice;
  if held is not null then
    raise exception '同一人同一种辅具有两件以上在租，请先用原来的版本办理归还，再升级：%', held;
  end if;
  create temporary table second_rental on commit drop as
    select id, unit_id from (
      select id, unit_id, state, row_number() over (partition by person_id, item_code order by state = 'out' desc, created_at, id) as place
      from rental_order where state in ('reserved', 'out')) o
    where place > 1;
  update device_unit set state = 'in-stock', reason = '同一种辅具重复预约，取消', changed_by = 'migration'
    where state = 'reserved' and id in (select unit_id from second_rental);
  update rental_order set state = 'cancelled', version = version + 1 where id in (select id from second_rental);
end $$;
