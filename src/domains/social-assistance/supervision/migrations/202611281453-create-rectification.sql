create table rectification (
  id uuid not null,
  query text collate "C" not null,
  subject text collate "C" not null,
  division text collate "C" not null,
  content bytea not null,
  found_on date not null,
  found_by text not null,
  found_name text not null,
  assigned_to text collate "C" not null,
  due_on date not null,
  state text collate "C" not null default 'assigned',
  measure bytea,
  evidence_file uuid,
  done_on date,
  done_by text,
  done_name text,
  judged_on date,
  judged_by text,
  judged_name text,
  version integer not null default 1,
  constraint rectification_pkey primary key (id),
  constraint rectification_division_code check (division ~ '^[0-9]{12}$'),
  constraint rectification_state check (state in ('assigned', 'done', 'confirmed', 'dismissed')),
  constraint rectification_due check (due_on >= found_on),
  -- 整改须有措施和凭证；确认的人不是整改的人
  constraint rectification_done check ((state in ('done', 'confirmed')) = (done_by is not null)
    and (done_by is null) = (measure is null) and (done_by is null) = (evidence_file is null)),
  constraint rectification_judged check ((state in ('confirmed', 'dismissed')) = (judged_by is not null)),
  constraint rectification_two_persons check (done_by <> judged_by)
);
comment on table rectification is '监督整改：哪条监督查询发现的、交给谁、期限、整改措施和凭证、谁确认；内容加密';
create unique index rectification_open on rectification (query, subject) where state in ('assigned', 'done');
create index rectification_list on rectification (state, due_on, id);
create index rectification_subject on rectification (query, subject);
revoke delete on rectification from {{app}};
alter table rectification enable row level security;
create policy rectification_scope on rectification using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
