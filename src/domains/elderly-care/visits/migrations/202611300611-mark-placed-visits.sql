-- 走访记录里带位置的：位置只留一段时间，去掉以后标为没有
alter table elder_visit add column placed boolean not null default false;
update elder_visit set placed = true where mode = 'home';
comment on column elder_visit.placed is '内容里还有位置';
create index elder_visit_placed on elder_visit (visited_on, id) where placed;
