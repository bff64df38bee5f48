create table request_answer (
  actor_id text not null,
  action text not null,
  request_id text not null,
  body_hash text not null,
  answer bytea not null,
  at timestamptz not null,
  constraint request_answer_pkey primary key (actor_id, action, request_id)
);
comment on table request_answer is '已办请求：同一请求重复提交时返回第一次的结果';
create index request_answer_at on request_answer (at);
revoke update, delete on request_answer from {{app}};
grant delete on request_answer to {{app}};

create table business_clock (
  id boolean not null default true,
  offset_ms bigint not null,
  constraint business_clock_pkey primary key (id),
  constraint business_clock_single check (id)
);
comment on table business_clock is '演示时钟：只在演示模式下向前拨动';
