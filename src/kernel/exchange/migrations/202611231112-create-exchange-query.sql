create table exchange_query (
  id uuid not null,
  source text not null,
  person_id uuid not null,
  case_id uuid not null,
  division text collate "C" not null,
  purpose text not null,
  consent_id uuid not null,
  reference text not null,
  subject bytea not null,
  data_as_of date not null,
  requested_by text not null,
  state text not null default 'pending',
  asked_at timestamptz not null,
  attempts integer not null default 0,
  next_at timestamptz,
  answered_at timestamptz,
  answer bytea,
  answer_as_of date,
  error text,
  constraint exchange_query_pkey primary key (id),
  constraint exchange_query_once unique (reference, person_id, source),
  constraint exchange_query_consent_fkey foreign key (consent_id) references consent (id),
  constraint exchange_query_state check (state in ('pending', 'answered', 'failed', 'timeout')),
  constraint exchange_query_answer check (
    (state = 'answered') = (answered_at is not null)
    and (answered_at is null) = (answer_as_of is null)
    and (answer is null or state = 'answered')),
  constraint exchange_query_waiting check ((state = 'pending') = (next_at is not null))
);
comment on table exchange_query is '数据查询记录：每一次向其他部门的查询，凭授权、事由和办件；反馈内容加密，按期清除';
create index exchange_query_due on exchange_query (source, next_at) where state = 'pending';
create index exchange_query_case on exchange_query (case_id);
create index exchange_query_person on exchange_query (person_id, asked_at);
create index exchange_query_asked on exchange_query (source, state, asked_at);
alter table exchange_query enable row level security;
create policy exchange_query_scope on exchange_query using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
revoke update, delete on exchange_query from {{app}};
grant update (state, attempts, next_at, answered_at, answer, answer_as_of, error) on exchange_query to {{app}};
