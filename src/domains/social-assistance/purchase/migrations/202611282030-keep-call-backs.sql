-- 回访记录只增不改：问错了、记错了，另记一条更正，写明为什么；服务上留的是最后一条的结果。
create table service_call_back (
  id uuid not null,
  task_id uuid not null,
  division text collate "C" not null,
  result text collate "C" not null,
  corrects uuid,
  reason text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  constraint service_call_back_pkey primary key (id),
  constraint service_call_back_task_fkey foreign key (task_id) references service_task (id),
  constraint service_call_back_corrects_fkey foreign key (corrects) references service_call_back (id),
  constraint service_call_back_corrects_once unique (corrects),
  constraint service_call_back_result check (result in ('confirmed', 'denied', 'unreachable')),
  constraint service_call_back_reason check ((corrects is null) = (reason is null)),
  constraint service_call_back_division_code check (division ~ '^[0-9]{12}$')
);
comment on table service_call_back is '购买服务的回访：抽中的每次服务问到什么；更正另记一条，写明原因';
create unique index service_call_back_first on service_call_back (task_id) where corrects is null;
create index service_call_back_trail on service_call_back (task_id, recorded_at);
revoke update, delete on service_call_back from {{app}};
alter table service_call_back enable row level security;
create policy service_call_back_scope on service_call_back using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
insert into service_call_back (id, task_id, division, result, recorded_at, recorded_by, recorded_name)
  select gen_random_uuid(), id, division, call_back, called_on + time '12:00' at time zone 'Asia/Shanghai', called_by, called_by from service_task where call_back is not null;
