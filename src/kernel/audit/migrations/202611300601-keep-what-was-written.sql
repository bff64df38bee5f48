-- 已经写下的不改：列出的各列一旦有了值，就不能再变；要更正的另写一行。触发器的参数是列名
create function written_stays() returns trigger language plpgsql set search_path from current as $$
declare
  was jsonb := to_jsonb(old);
  wanted jsonb := to_jsonb(new);
  one text;
begin
  foreach one in array tg_argv loop
    if was ->> one is not null and wanted -> one is distinct from was -> one then
      raise exception 'what was written in %.% is not changed', tg_table_name, one
        using errcode = 'check_violation', constraint = tg_table_name || '_stays';
    end if;
  end loop;
  return new;
end $$;
comment on function written_stays() is '已经写下的不改：触发器的参数是不许再变的列';
