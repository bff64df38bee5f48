-- 代替: a paper that another one took the place of. It is taken back, and whoever checks it learns which one stands now.
alter table issued_document
  add column replaced_by uuid,
  add constraint issued_document_replaced_fkey foreign key (replaced_by) references issued_document (id),
  add constraint issued_document_replaced check (replaced_by is null or (revoked_on is not null and replaced_by <> id));
comment on column issued_document.replaced_by is '代替它的新一版；被代替的同时撤销';
grant update (replaced_by) on issued_document to {{app}};

create or replace function issued_document_stays() returns trigger language plpgsql as $$
begin
  if (old.pdf_hash is not null and (new.pdf_hash, new.public_url) is distinct from (old.pdf_hash, old.public_url))
    or (old.revoked_on is not null and (new.revoked_on, new.revoked_reason, new.replaced_by) is distinct from (old.revoked_on, old.revoked_reason, old.replaced_by)) then
    raise exception 'an issued document cannot be altered';
  end if;
  return new;
end $$;

drop function check_document(text);
create function check_document(p_code text) returns table (number text, title text, issued_on date, revoked_on date, replaced_by text)
  language sql stable security definer set search_path from current as $$
  select d.number, d.title, d.issued_on, d.revoked_on, n.number from issued_document d left join issued_document n on n.id = d.replaced_by where d.check_code = p_code
$$;
revoke all on function check_document(text) from public;
grant execute on function check_document(text) to {{app}};
