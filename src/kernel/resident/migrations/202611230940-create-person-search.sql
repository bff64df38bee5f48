-- Owner functions must not find a caller's temporary table of the same name first.
select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 姓名查找表。姓名的每个后缀（两字以上）、全拼、首字母各一行，于是按字、按拼音、按首字母都是同一个索引上的前缀查找：
-- 县以下在每个乡镇里按键序取前 n 个就停，再合并；全市直接按键序取。一页的代价与全市人数、与姓名常见与否无关。
-- 一人在常住乡镇和户籍乡镇各有一份。表里没有敏感内容，应用账号对它没有任何权限，只能经过函数读。
create table person_search (
  d9 text collate "C" not null,
  key text collate "C" not null,
  person_id uuid not null,
  division text collate "C" not null
);
comment on table person_search is '姓名查找：姓名后缀、全拼、首字母，按乡镇';
create index person_search_township on person_search (d9, key, person_id) include (division);
create index person_search_city on person_search (key, person_id) include (division);
create index person_search_person on person_search (person_id);
revoke all on person_search from {{app}};
alter table person_search enable row level security;
create policy person_search_closed on person_search using (false);

create function person_search_keys(name text, pinyin text, initials text) returns setof text
  language sql immutable parallel safe
  begin atomic
    select substr(name, i) from generate_series(1, greatest(char_length(name) - 1, 1)) i
    union select pinyin
    union select initials;
  end;

create function person_search_renew() returns trigger
  language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'UPDATE' then
    delete from person_search where person_id = new.id;
  end if;
  insert into person_search (d9, key, person_id, division)
    select left(place.code, 9), k, new.id, place.code
    from (select new.division as code union select new.registered_division) place, person_search_keys(new.name, new.name_pinyin, new.name_initials) k;
  return null;
end $$;
create trigger person_search_insert after insert on person for each row execute function person_search_renew();
create trigger person_search_update after update of name, name_pinyin, name_initials, division, registered_division on person for each row
  when ((old.name, old.name_pinyin, old.name_initials, old.division, old.registered_division)
    is distinct from (new.name, new.name_pinyin, new.name_initials, new.division, new.registered_division))
  execute function person_search_renew();

-- 范围只取自本次事务的设置；参数 townships、within 只能缩小它，不能放大。
create function person_search_page(wanted text, townships text[], within_lo text, within_hi text, after_key text, after_id uuid, page integer)
  returns table (key text, person_id uuid)
  language plpgsql stable security definer set search_path from current as $$
declare
  lo text := nullif(current_setting('app.lo', true), '');
  hi text := nullif(current_setting('app.hi', true), '');
  -- 起点只写一个行比较：再加一个 key >= wanted，索引就会从乡镇的第一行读起。
  from_key text := greatest(wanted collate "C", after_key collate "C");
  until_key text := wanted || chr(1114111);
begin
  if lo is null or hi is null then
    return;
  end if;
  lo := greatest(lo collate "C", within_lo collate "C");
  hi := least(hi collate "C", within_hi collate "C");
  if right(lo, 8) = '00000000' then
    -- 全市：一人至多在两个乡镇各有一行，所以多取一倍再去重。
    return query
      select found.key, found.person_id
      from (
        select s.key, s.person_id from person_search s
        where (s.key, s.person_id) > (from_key, after_id) and s.key < until_key and s.division >= lo and s.division < hi
        order by s.key, s.person_id limit 2 * page
      ) found
      group by found.key, found.person_id
      order by found.key, found.person_id limit page;
    return;
  end if;
  return query
    select found.key, found.person_id
    from unnest(townships) as township (d9)
    cross join lateral (
      select s.key, s.person_id from person_search s
      where s.d9 = township.d9 and (s.key, s.person_id) > (from_key, after_id) and s.key < until_key
        and s.division >= lo and s.division < hi
      order by s.key, s.person_id limit page
    ) found
    where township.d9 collate "C" >= left(lo, 9) and township.d9 collate "C" < hi
    group by found.key, found.person_id
    order by found.key, found.person_id limit page;
end $$;
