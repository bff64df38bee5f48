alter table exchange_query
  add column way text not null default 'interface',
  add column addressee text not null default '',
  add column due_on date,
  add column batch_id uuid,
  add column letter_id uuid,
  add column evidence_file uuid,
  add column recorded_by text,
  add column destroyed_on date,
  add constraint exchange_query_way check (way in ('interface', 'file', 'letter')),
  add constraint exchange_query_due_day check (way = 'interface' or due_on is not null),
  add constraint exchange_query_batched check (batch_id is null or way = 'file'),
  add constraint exchange_query_letter_evidence check (not (way = 'letter' and state = 'answered') or evidence_file is not null),
  add constraint exchange_query_destroyed check (destroyed_on is null or answer is null);
-- One source may be asked of several addressees: 异地协同查询 of two provinces.
alter table exchange_query drop constraint exchange_query_once;
alter table exchange_query add constraint exchange_query_once unique (reference, person_id, source, addressee);
drop index exchange_query_due;
create index exchange_query_due on exchange_query (source, next_at) where state = 'pending' and way = 'interface';
create index exchange_query_by_hand on exchange_query (way, source, due_on, id) where state = 'pending' and way <> 'interface';
create index exchange_query_batch on exchange_query (batch_id) where batch_id is not null;
comment on table exchange_query is '数据查询记录：每一次向其他部门的查询，凭授权、事由和办件；接口、文件、信函三种方式一个格式；反馈内容加密，按期销毁';
grant update (way, due_on, batch_id, letter_id, evidence_file, recorded_by, destroyed_on) on exchange_query to {{app}};

create table exchange_batch (
  id uuid not null,
  no text collate "C" not null,
  source text not null,
  division text collate "C" not null,
  query_count integer not null,
  made_at timestamptz not null,
  made_by text not null,
  made_name text not null,
  downloads integer not null default 0,
  answered_at timestamptz,
  answered_name text,
  answer_hash text collate "C",
  constraint exchange_batch_pkey primary key (id),
  constraint exchange_batch_no unique (no),
  constraint exchange_batch_division_code check (division ~ '^[0-9]{12}$'),
  constraint exchange_batch_count check (query_count between 1 and 200),
  constraint exchange_batch_answered check ((answered_at is null) = (answer_hash is null))
);
comment on table exchange_batch is '批量查询文件：交给部门的一份名单和它的回文；名单内容就是其中的查询';
create index exchange_batch_made on exchange_batch (division, made_at desc, id desc);
create sequence exchange_batch_seq;
alter table exchange_query add constraint exchange_query_batch_fkey foreign key (batch_id) references exchange_batch (id);
alter table exchange_batch enable row level security;
create policy exchange_batch_scope on exchange_batch using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
revoke update, delete on exchange_batch from {{app}};
grant update (downloads, answered_at, answered_name, answer_hash) on exchange_batch to {{app}};

create table exchange_source (
  source text not null,
  division text collate "C" not null,
  way text not null,
  set_by text not null,
  set_at timestamptz not null,
  constraint exchange_source_pkey primary key (source),
  constraint exchange_source_division_code check (division ~ '^[0-9]{12}$'),
  constraint exchange_source_way check (way in ('interface', 'file', 'letter', 'off'))
);
comment on table exchange_source is '数据来源在本市以什么方式答复：实时接口、批量文件、信函，或者暂不查询；没有一行的按出厂设置';
alter table exchange_source enable row level security;
create policy exchange_source_scope on exchange_source using ((select nullif(current_setting('app.lo', true), '')) is not null);
