-- 本期到期的线索，办结的也算。
create index clue_due on clue (due_at, id);
