-- 老人住院：订好的餐先停，不做、不算没有取，出院以后接着吃
alter table meal_order drop constraint meal_order_state;
alter table meal_order add constraint meal_order_state check (state in ('ordered', 'paused', 'served', 'missed', 'cancelled'));
drop index meal_order_once;
create unique index meal_order_once on meal_order (person_id, on_date, period) where state in ('ordered', 'paused', 'served');
update person_reference set live = $$state in ('ordered', 'paused')$$ where table_name = 'meal_order' and column_name = 'person_id';
