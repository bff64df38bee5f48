-- 认定也随户籍跨县迁移：档案移交，迁入地重新确认以前认定继续有效。认定不发钱，没有两边的待遇，只有同一项认定换了地方。
alter table benefit_move alter column old_entitlement_id drop not null, alter column new_entitlement_id drop not null;
alter table benefit_move add column recognition_id uuid;
alter table benefit_move
  add constraint benefit_move_recognition_fkey foreign key (recognition_id) references assistance_recognition (id),
  add constraint benefit_move_subject check (num_nonnulls(old_entitlement_id, recognition_id) = 1 and (old_entitlement_id is null) = (new_entitlement_id is null));
create index benefit_move_of_recognition on benefit_move (recognition_id, transferred_on) where recognition_id is not null;

create or replace function check_benefit_move() returns trigger language plpgsql set search_path from current as $$
begin
  if new.recognition_id is null and not exists (select from entitlement o, entitlement n where o.id = new.old_entitlement_id and n.id = new.new_entitlement_id
      and o.to_month = new.last_month and n.from_month = new.first_month and o.programme = n.programme and o.person_id = n.person_id) then
    raise exclusion_violation using message = 'months of a move do not meet', constraint = 'benefit_move_months';
  end if;
  return null;
end $$;
