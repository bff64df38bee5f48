select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 一笔明细一生要改几次状态（送出、到账），索引里不写状态，每页又留有空处，改状态就不必重写它的全部索引。
alter table payment_line set (fillfactor = 45);
alter table payment_line add column live boolean not null generated always as (state <> 'ended') stored;
comment on column payment_line.live is '仍占着它的月份；索引用它而不用状态，改状态时它不变';

drop index payment_line_once;
create unique index payment_line_once on payment_line (programme, person_id, month, kind, cause) where live;
drop index payment_line_held;
create index payment_line_held on payment_line (batch_id, no) where hold_code is not null;
drop index payment_line_corrected;
create index payment_line_corrected on payment_line (programme, division) where return_code is not null;
create index payment_line_returned on payment_line (batch_id, no) where return_code is not null;
-- 不再只收已到账的：到账时就要把每一笔重新写进全部索引。
drop index payment_line_month;
create index payment_line_month on payment_line (month, division);
