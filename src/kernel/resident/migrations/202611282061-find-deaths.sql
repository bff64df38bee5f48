-- 本月去世的人、去世后仍发放的：从去世的人找起，不看全市的人。
create index person_dead on person (died_on, id) where life_state = 'dead';
