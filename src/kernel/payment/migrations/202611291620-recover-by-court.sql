-- 主动退回、抵扣、分期都不成的，申请人民法院强制执行（5.14）。法院执行回来的钱照样登记缴款凭证。
create table court_application (
  id uuid not null,
  overpayment_id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  court text not null,
  number text collate "C" not null,
  urged_on date not null,
  applied_on date not null,
  open_fen bigint not null,
  result text collate "C",
  result_on date,
  result_document text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  recorded_name text not null,
  resulted_at timestamptz,
  resulted_by text,
  constraint court_application_pkey primary key (id),
  constraint court_application_overpayment_fkey foreign key (overpayment_id) references overpayment (id),
  constraint court_application_person_fkey foreign key (person_id) references person (id),
  constraint court_application_division_code check (division ~ '^[0-9]{12}$'),
  constraint court_application_amount check (open_fen > 0),
  constraint court_application_dates check (applied_on > urged_on and result_on >= applied_on),
  constraint court_application_result check (result in ('granted', 'refused', 'withdrawn', 'finished')),
  constraint court_application_resulted check ((result is null) = (result_on is null) and (result is null) = (resulted_at is null)
    and (result is null) = (resulted_by is null))
);
comment on table court_application is '申请人民法院强制执行多发款项：哪家法院、哪天申请、案号、结果';
create unique index court_application_one_open on court_application (overpayment_id) where result is null or result = 'granted';
create index court_application_overpayment on court_application (overpayment_id, recorded_at);
revoke delete on court_application from {{app}};
alter table court_application enable row level security;
create policy court_application_scope on court_application using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

alter table recovery_plan drop constraint recovery_plan_method;
alter table recovery_plan add constraint recovery_plan_method check (method in ('return', 'offset', 'instalments', 'write-off', 'court'));
alter table recovery_receipt drop constraint recovery_receipt_way;
alter table recovery_receipt add constraint recovery_receipt_way check (way in ('return', 'offset', 'instalments', 'fine', 'court'));
