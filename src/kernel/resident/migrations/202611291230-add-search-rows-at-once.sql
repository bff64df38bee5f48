select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 批量登记时一条语句写完一批人的查找行，不再一人调用一次。
create function person_search_add() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  insert into person_search (d9, key, person_id, division)
    select left(place.code, 9), k, p.id, place.code
    from fresh p
    cross join lateral (select p.division as code union select p.registered_division) place
    cross join lateral person_search_keys(p.name, p.name_pinyin, p.name_initials) k;
  return null;
end $$;
drop trigger person_search_insert on person;
create trigger person_search_insert after insert on person
  referencing new table as fresh for each statement execute function person_search_add();
