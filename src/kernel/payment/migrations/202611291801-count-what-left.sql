-- 已经送银行的一笔，以后怎样都算在那一批的合计里：退回以后不再重发的也是。
create or replace function payment_batch_totals(wanted uuid) returns table (line_count integer, sum_fen bigint, hash text)
  language sql stable security definer set search_path from current
  begin atomic
    select count(*)::integer, coalesce(sum(l.amount_fen), 0)::bigint,
        encode(sha256(convert_to(coalesce(string_agg(l.id || '|' || l.month || '|' || l.amount_fen || '|' || l.account_id, e'\n' order by l.no), ''), 'UTF8')), 'hex')
      from payment_line l where l.batch_id = wanted and (l.state not in ('on-hold', 'ended') or l.bank_file_id is not null);
  end;

-- 终止的一笔可以是送过银行又退回的。放宽的约束，已有的行不必再查。
alter table payment_line drop constraint payment_line_in_file;
alter table payment_line add constraint payment_line_in_file check (
  case when state in ('pending', 'on-hold') then bank_file_id is null when state = 'sent' then bank_file_id is not null else true end) not valid;
