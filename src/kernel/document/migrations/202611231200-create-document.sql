create table stored_file (
  id uuid not null,
  file_hash text collate "C" not null,
  size_bytes integer not null,
  media_type text not null,
  name bytea not null,
  paper text not null,
  uploader_id text not null,
  person_id uuid,
  case_id uuid,
  division text collate "C" not null,
  created_at timestamptz not null,
  constraint stored_file_pkey primary key (id),
  constraint stored_file_hash_key unique (file_hash),
  constraint stored_file_size check (size_bytes between 1 and 20971520),
  constraint stored_file_media check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf'))
);
comment on table stored_file is '上传的材料：内容加密存放在数据库之外，这里记摘要、类型和归属；未归入办件的七天后清理';
comment on column stored_file.file_hash is '密文的SM3摘要，也是存放地址：不用密钥就能核对文件是否完好';
create index stored_file_case on stored_file (case_id, created_at) where case_id is not null;
create index stored_file_unbound on stored_file (created_at) where case_id is null;
create index stored_file_person on stored_file (person_id);

alter table stored_file enable row level security;
create policy stored_file_scope on stored_file using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
-- What belongs to a case stays: the application may only remove what was never bound.
create policy stored_file_remove on stored_file as restrictive for delete using (case_id is null);
revoke update on stored_file from {{app}};
grant update (person_id, case_id, division) on stored_file to {{app}};

create table document_number (
  issuer text collate "C" not null,
  year integer not null,
  kind text not null,
  last integer not null,
  constraint document_number_pkey primary key (issuer, year, kind),
  constraint document_number_positive check (last > 0)
);
comment on table document_number is '文号：按制发单位、年度、文种连续编号，不跳号';
alter table document_number enable row level security;
revoke all on document_number from {{app}};

-- The row lock makes the next issue of a series wait for this one's commit or rollback: no gap, no double.
create function next_document_number(p_issuer text, p_year integer, p_kind text) returns integer
  language sql volatile security definer set search_path from current as $$
  insert into document_number as n (issuer, year, kind, last) values (p_issuer, p_year, p_kind, 1)
  on conflict on constraint document_number_pkey do update set last = n.last + 1
  returning last
$$;
revoke all on function next_document_number(text, integer, text) from public;
grant execute on function next_document_number(text, integer, text) to {{app}};

create table issued_document (
  id uuid not null,
  number text not null,
  issuer text collate "C" not null,
  year integer not null,
  kind text not null,
  seq integer not null,
  title text not null,
  case_id uuid,
  person_id uuid,
  division text collate "C" not null,
  issued_on date not null,
  issued_at timestamptz not null,
  signer text not null,
  content bytea not null,
  check_code text collate "C" not null,
  public_url text,
  pdf_hash text collate "C",
  file_hash text collate "C",
  revoked_on date,
  revoked_reason text,
  constraint issued_document_pkey primary key (id),
  constraint issued_document_series_key unique (issuer, year, kind, seq),
  constraint issued_document_check_code_key unique (check_code),
  constraint issued_document_check_code_long check (length(check_code) >= 20),
  constraint issued_document_printed check ((pdf_hash is null) = (public_url is null)),
  constraint issued_document_revoked check ((revoked_on is null) = (revoked_reason is null))
);
comment on table issued_document is '制发的文书：文号、核验码、制作依据的内容（加密）和打印件的摘要；发出后不能改，只能撤销';
create index issued_document_case on issued_document (case_id, issued_at);
create index issued_document_person on issued_document (person_id, issued_at);
create index issued_document_division on issued_document (division, issued_at);

alter table issued_document enable row level security;
create policy issued_document_scope on issued_document using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
revoke update, delete on issued_document from {{app}};
grant update (public_url, pdf_hash, file_hash, revoked_on, revoked_reason) on issued_document to {{app}};

create function issued_document_stays() returns trigger language plpgsql as $$
begin
  if (old.pdf_hash is not null and (new.pdf_hash, new.public_url) is distinct from (old.pdf_hash, old.public_url))
    or (old.revoked_on is not null and (new.revoked_on, new.revoked_reason) is distinct from (old.revoked_on, old.revoked_reason)) then
    raise exception 'an issued document cannot be altered';
  end if;
  return new;
end $$;
create trigger issued_document_stays before update on issued_document for each row execute function issued_document_stays();

-- Anyone with the code learns that the paper is real, and nothing else.
create function check_document(p_code text) returns table (number text, title text, issued_on date, revoked_on date)
  language sql stable security definer set search_path from current as $$
  select d.number, d.title, d.issued_on, d.revoked_on from issued_document d where d.check_code = p_code
$$;
revoke all on function check_document(text) from public;
grant execute on function check_document(text) to {{app}};
