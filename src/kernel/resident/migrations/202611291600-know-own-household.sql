-- 户口簿上的一家人彼此知道：申请时替本人把家人填上。只答登录的本人那一户，别人的户问不出来。
create function own_household(on_date date)
  returns table (person_id uuid, relation text, own_relation text, name text, birth_date date, id_kind text, id_number bytea)
  language sql stable security definer set search_path from current
  begin atomic
    select p.id, m.relation, own.relation, p.name, p.birth_date, p.id_kind, p.id_number
      from household_member own
      join household_member m on m.household_id = own.household_id and m.person_id <> own.person_id
      join person p on p.id = m.person_id
      where own.person_id = nullif(current_setting('app.person', true), '')::uuid
        and p.life_state <> 'dead' and own.superseded_at is null and m.superseded_at is null
        and own.valid_from <= on_date and (own.valid_to is null or own.valid_to > on_date)
        and m.valid_from <= on_date and (m.valid_to is null or m.valid_to > on_date)
      order by p.birth_date, p.id;
  end;
