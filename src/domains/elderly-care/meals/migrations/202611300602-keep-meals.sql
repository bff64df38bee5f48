-- 一餐登记以后，餐价、补贴、日期不改；登记错的当天取消，另登一餐
create trigger care_meal_stays before update on care_meal for each row
  execute function written_stays('outlet_id', 'on_date', 'period', 'category', 'price_fen', 'subsidy_fen', 'served_at', 'served_by', 'voided_at', 'void_reason');
