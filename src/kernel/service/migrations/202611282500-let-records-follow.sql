select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 户籍在本县以内迁移：在办的办件、在发的待遇和它们的档案换到迁入的村（社区），各表里抄下的地区跟着换，不靠程序记得。
-- 参数一：表名；参数二：指向这一行的列。原来就不在同一个地方的（县里出的文书）不动；跨县迁移各管各的，也不动。
create function follow_division() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if left(new.division, 6) = left(old.division, 6) then
    execute format('update %I set division = $1 where %I = $2 and division = $3', tg_argv[0], tg_argv[1])
      using new.division, new.id, old.division;
  end if;
  return null;
end $$;
revoke execute on function follow_division() from public;

do $$
declare t text;
begin
  foreach t in array array['case_person', 'case_event', 'case_pause', 'case_alert', 'public_notice', 'objection',
    'decision', 'consent', 'exchange_query', 'stored_file', 'issued_document', 'decision_appeal'] loop
    execute format('create trigger service_case_moves_%1$s after update of division on service_case
      for each row when (old.division is distinct from new.division) execute function follow_division(%1$L, %2$L)', t, 'case_id');
  end loop;
end $$;
