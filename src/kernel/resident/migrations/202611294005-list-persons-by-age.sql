-- 名单按年龄翻页：老年人、到龄的。
create index person_by_birth on person (birth_date, id) where life_state <> 'dead' and merged_into is null;
