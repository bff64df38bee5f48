-- 户籍跨县迁移：迁出地发到哪月，迁入地从下个月接上。月份不重不漏由这里和互斥约束一起管。
create table benefit_move (
  id uuid not null,
  old_entitlement_id uuid not null,
  new_entitlement_id uuid not null,
  household_id uuid not null,
  person_id uuid not null,
  person_name text not null,
  from_division text collate "C" not null,
  division text collate "C" not null,
  moved_on date not null,
  last_month text collate "C" not null,
  first_month text collate "C" not null,
  provisional_to text collate "C" not null,
  case_id uuid,
  file bytea not null,
  transferred_on date not null,
  received_on date,
  received_by text,
  received_name text,
  confirmed_on date,
  constraint benefit_move_pkey primary key (id),
  constraint benefit_move_old unique (old_entitlement_id),
  constraint benefit_move_new unique (new_entitlement_id),
  constraint benefit_move_old_fkey foreign key (old_entitlement_id) references entitlement (id),
  constraint benefit_move_new_fkey foreign key (new_entitlement_id) references entitlement (id),
  constraint benefit_move_household_fkey foreign key (household_id) references household (id),
  constraint benefit_move_person_fkey foreign key (person_id) references person (id),
  constraint benefit_move_case_fkey foreign key (case_id) references service_case (id),
  constraint benefit_move_division_code check (division ~ '^[0-9]{12}$' and from_division ~ '^[0-9]{12}$'),
  constraint benefit_move_other_county check (left(division, 6) <> left(from_division, 6)),
  constraint benefit_move_next_month check (month_no(first_month) = month_no(last_month) + 1),
  constraint benefit_move_provisional check (provisional_to >= first_month),
  constraint benefit_move_received check ((received_on is null) = (received_by is null) and (received_on is null) = (received_name is null))
);
comment on table benefit_move is '户籍跨县迁移的待遇接续和档案移交：迁出地、迁入地都看得到这一行；移交的档案加密';
comment on column benefit_move.provisional_to is '最迟在这个月以前重新确认，以后暂停';
create index benefit_move_in on benefit_move (division, moved_on desc, id);
create index benefit_move_out on benefit_move (from_division, moved_on desc, id);
create index benefit_move_person on benefit_move (person_id);
revoke delete on benefit_move from {{app}};
alter table benefit_move enable row level security;
create policy benefit_move_scope on benefit_move using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or (from_division >= (select nullif(current_setting('app.lo', true), '')) and from_division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 记下接续的事务结束时，两边的月份必须真是这样：迁出地止于这个月，迁入地始于下个月。
create function check_benefit_move() returns trigger language plpgsql set search_path from current as $$
begin
  if not exists (select from entitlement o, entitlement n where o.id = new.old_entitlement_id and n.id = new.new_entitlement_id
      and o.to_month = new.last_month and n.from_month = new.first_month and o.programme = n.programme and o.person_id = n.person_id) then
    raise exclusion_violation using message = 'months of a move do not meet', constraint = 'benefit_move_months';
  end if;
  return null;
end $$;
create constraint trigger benefit_move_months after insert on benefit_move deferrable initially deferred
  for each row execute function check_benefit_move();

alter table benefit_review drop constraint benefit_review_change;
alter table benefit_review add constraint benefit_review_change
  check (change in ('unchanged', 'not-marked', 'increase', 'decrease', 'gradual', 'stop', 'dismissed', 'moved'));
