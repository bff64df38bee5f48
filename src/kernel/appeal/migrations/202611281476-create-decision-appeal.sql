create table decision_appeal (
  id uuid not null,
  decision_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  filed_on date not null,
  late boolean not null,
  content bytea not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  result text collate "C",
  resulted_on date,
  result_content bytea,
  resulted_at timestamptz,
  resulted_by text,
  constraint decision_appeal_pkey primary key (id),
  constraint decision_appeal_decision_fkey foreign key (decision_id) references decision (id),
  constraint decision_appeal_case_fkey foreign key (case_id) references service_case (id),
  constraint decision_appeal_division_code check (division ~ '^[0-9]{12}$'),
  constraint decision_appeal_kind check (kind in ('reconsideration', 'lawsuit')),
  constraint decision_appeal_once unique (decision_id, kind),
  constraint decision_appeal_result check (result in ('upheld', 'changed', 'revoked', 'remade', 'withdrawn')),
  constraint decision_appeal_resulted check ((result is null) = (resulted_on is null) and (result is null) = (result_content is null)
    and (result is null) = (resulted_at is null) and (result is null) = (resulted_by is null)),
  constraint decision_appeal_dates check (resulted_on >= filed_on)
);
comment on table decision_appeal is '行政复议、行政诉讼：对哪个决定、哪天提出、哪个机关、结果；提出本身不恢复发放；文书内容加密';
create index decision_appeal_of_case on decision_appeal (case_id, filed_on);
revoke delete on decision_appeal from {{app}};
alter table decision_appeal enable row level security;
create policy decision_appeal_scope on decision_appeal using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
