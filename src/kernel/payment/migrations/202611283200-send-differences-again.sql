-- A difference that came back and is sent again is still for the months that it covers.
alter table payment_line drop constraint payment_line_covers;
update payment_line l set covers = o.covers from payment_line o where o.id = l.reissue_of and o.covers is not null and l.covers is null;
alter table payment_line add constraint payment_line_covers check (case kind when 'regular' then covers is null when 'back-pay' then covers is not null else true end);
