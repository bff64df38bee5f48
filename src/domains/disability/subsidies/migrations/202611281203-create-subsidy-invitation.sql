-- 政策找人：符合条件而没有申请的，请本人确认账户和授权即可。
create table subsidy_invitation (
  id uuid not null,
  person_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'open',
  sent_on date not null,
  case_id uuid,
  closed_at timestamptz,
  constraint subsidy_invitation_pkey primary key (id),
  constraint subsidy_invitation_person_fkey foreign key (person_id) references person (id),
  constraint subsidy_invitation_case_fkey foreign key (case_id) references service_case (id),
  constraint subsidy_invitation_division_code check (division ~ '^[0-9]{12}$'),
  constraint subsidy_invitation_kind check (kind in ('living', 'nursing')),
  constraint subsidy_invitation_state check (state in ('open', 'accepted', 'closed')),
  constraint subsidy_invitation_closed check ((state = 'open') = (closed_at is null)),
  constraint subsidy_invitation_accepted check ((state = 'accepted') = (case_id is not null))
);
comment on table subsidy_invitation is '两项补贴邀约：符合条件的人确认账户和授权即可享受';
create unique index subsidy_invitation_open on subsidy_invitation (person_id, kind) where state = 'open';
create index subsidy_invitation_list on subsidy_invitation (division, id) where state = 'open';
revoke delete on subsidy_invitation from {{app}};
alter table subsidy_invitation enable row level security;
create policy subsidy_invitation_scope on subsidy_invitation using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- 换证提醒、到期告知：一本证各一次。
create table certificate_notice (
  person_id uuid not null,
  valid_to date not null,
  kind text collate "C" not null,
  division text collate "C" not null,
  sent_on date not null,
  constraint certificate_notice_pkey primary key (person_id, valid_to, kind),
  constraint certificate_notice_kind check (kind in ('expiring', 'expired')),
  constraint certificate_notice_person_fkey foreign key (person_id) references person (id),
  constraint certificate_notice_division_code check (division ~ '^[0-9]{12}$')
);
comment on table certificate_notice is '残疾人证到期前的提醒和到期的告知';
revoke update, delete on certificate_notice from {{app}};
alter table certificate_notice enable row level security;
create policy certificate_notice_scope on certificate_notice using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
