-- 特困供养也随户籍跨县接续：基本生活、照料护理两份待遇同月交接，一次迁移记一行。
alter table benefit_move add column what text collate "C", add column old_care_id uuid, add column new_care_id uuid;
update benefit_move set what = case when recognition_id is null then 'dibao' else 'recognition' end;
alter table benefit_move alter column what set not null;
alter table benefit_move
  add constraint benefit_move_what check (what in ('dibao', 'tekun', 'recognition') and (what = 'recognition') = (recognition_id is not null)),
  add constraint benefit_move_care check ((old_care_id is null) = (new_care_id is null) and (what = 'tekun') = (old_care_id is not null)),
  add constraint benefit_move_old_care unique (old_care_id),
  add constraint benefit_move_new_care unique (new_care_id),
  add constraint benefit_move_old_care_fkey foreign key (old_care_id) references entitlement (id),
  add constraint benefit_move_new_care_fkey foreign key (new_care_id) references entitlement (id);
comment on column benefit_move.what is '接续的是什么：低保、特困供养（两份待遇）、认定';

create or replace function check_benefit_move() returns trigger language plpgsql set search_path from current as $$
begin
  if exists (select from (values (new.old_entitlement_id, new.new_entitlement_id), (new.old_care_id, new.new_care_id)) as pair (before_id, after_id)
      where pair.before_id is not null and not exists (select from entitlement o, entitlement n where o.id = pair.before_id and n.id = pair.after_id
        and o.to_month = new.last_month and n.from_month = new.first_month and o.programme = n.programme and o.person_id = n.person_id)) then
    raise exclusion_violation using message = 'months of a move do not meet', constraint = 'benefit_move_months';
  end if;
  return null;
end $$;

-- 迁移时供养还有没办完的手续：迁出地先办完，记下迁到哪里，办完就移交。
alter table tekun_profile add column moving_to text collate "C", add column moved_on date;
alter table tekun_profile
  add constraint tekun_profile_moving check ((moving_to is null) = (moved_on is null) and moving_to ~ '^[0-9]{12}$' and left(moving_to, 6) <> left(division, 6));
create index tekun_profile_moving_out on tekun_profile (id) where moving_to is not null and state <> 'ended';
