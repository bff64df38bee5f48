-- A publication raises nobody who waits for a person (a death to be computed). What it passed by is kept, and made up when the person decides.
create table passed_raise (
  entitlement_id uuid not null,
  run_id uuid not null,
  programme text collate "C" not null,
  division text collate "C" not null,
  first_month text collate "C" not null,
  document_no text not null,
  passed_at timestamptz not null,
  made_up_at timestamptz,
  constraint passed_raise_pkey primary key (entitlement_id, run_id),
  constraint passed_raise_run_fkey foreign key (run_id) references rehearsal_run (id),
  constraint passed_raise_entitlement_fkey foreign key (entitlement_id) references entitlement (id),
  constraint passed_raise_month check (first_month ~ '^[0-9]{4}-[0-9]{2}$')
);
comment on table passed_raise is '公布新标准时正待重新核算、没有随之提高的待遇：作出决定时一并补算';
comment on column passed_raise.first_month is '从这个月起按新标准';
revoke delete on passed_raise from {{app}};
alter table passed_raise enable row level security;
create policy passed_raise_scope on passed_raise using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), ''))));
