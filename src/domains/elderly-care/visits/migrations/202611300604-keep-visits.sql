-- 走访的时间、方式、见没见到人不改，核实只有一次
create trigger elder_visit_stays before update on elder_visit for each row
  execute function written_stays('mode', 'outcome', 'started_at', 'ended_at', 'visited_on', 'sent_at', 'received_at', 'photo_hash', 'visitor_id', 'judged_at', 'judged_by');
