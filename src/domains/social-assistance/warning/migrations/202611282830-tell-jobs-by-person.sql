-- OUT-3: two of one household who begin to work are two findings; one person's job that is told of by a department and found by the comparison
-- is one, whatever day of the month each says. What was found already keeps its identity; two days of one month stay as they are.
update clue_reason r set occasion = left(occasion, 7) || ':' || person_id where rule = 'OUT-3' and person_id is not null
  and not exists (select from clue_reason o where o.rule = 'OUT-3' and o.subject_id = r.subject_id and o.person_id = r.person_id
    and left(o.occasion, 7) = left(r.occasion, 7) and o.id <> r.id);
