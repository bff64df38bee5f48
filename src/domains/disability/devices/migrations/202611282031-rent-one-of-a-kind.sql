-- 同一人同一种辅具同时只租一件：在两个网点同时预约，也只成一件。
create unique index rental_order_one_of_a_kind on rental_order (person_id, item_code) where state in ('reserved', 'out');
