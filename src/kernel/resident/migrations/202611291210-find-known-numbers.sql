select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 批量登记前查重：给出的摘要里哪些已经登记（全市），不回答是谁、在哪里。
create function persons_known(digests bytea[]) returns setof bytea
  language sql stable security definer set search_path from current
  begin atomic
    select id_digest from person where id_digest = any (digests);
  end;
