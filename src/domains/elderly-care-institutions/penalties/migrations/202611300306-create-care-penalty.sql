-- 养老机构行政处罚：两名有证的执法人员立案、调查笔录、事先告知、陈述申辩、听证、决定、公开
create table care_penalty (
  id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  state text collate "C" not null default 'opened',
  facts text not null,
  opened_on date not null,
  lead_id text not null,
  lead_name text not null,
  lead_cert text not null,
  second_id text not null,
  second_name text not null,
  second_cert text not null,
  record text,
  recorded_on date,
  kinds text[] collate "C",
  fine_fen bigint,
  basis text,
  noticed_on date,
  notice_id uuid,
  say_by date,
  may_hear boolean,
  said text,
  said_on date,
  hearing_asked_on date,
  heard text,
  heard_on date,
  decided_on date,
  decided_by text,
  decided_kinds text[] collate "C",
  decided_fen bigint,
  answer text,
  document_id uuid,
  document_no text,
  publish_by date,
  published_on date,
  pay_by date,
  paid_on date,
  voucher text,
  constraint care_penalty_pkey primary key (id),
  constraint care_penalty_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_penalty_state check (state in ('opened', 'recorded', 'noticed', 'decided', 'dropped')),
  constraint care_penalty_two check (lead_id <> second_id and lead_cert <> second_cert),
  constraint care_penalty_kinds check (kinds <@ array['correct', 'warn', 'fine'] and decided_kinds <@ array['correct', 'warn', 'fine']),
  constraint care_penalty_recorded check ((record is null) = (recorded_on is null) and (state = 'opened') <= (record is null)),
  constraint care_penalty_noticed check ((noticed_on is null) = (kinds is null) and (noticed_on is null) = (say_by is null) and (noticed_on is null) = (fine_fen is null)),
  -- 不得因为申辩加重
  constraint care_penalty_lighter check (decided_fen is null or (decided_fen between 0 and fine_fen and decided_kinds <@ kinds)),
  constraint care_penalty_fine check ((fine_fen > 0) = ('fine' = any(kinds)) and (decided_fen > 0) = ('fine' = any(decided_kinds))),
  constraint care_penalty_hearing check (hearing_asked_on is null or (may_hear and hearing_asked_on <= say_by)),
  constraint care_penalty_decided check ((state in ('decided', 'dropped')) = (decided_on is not null) and (state = 'decided') = (document_id is not null) and (decided_on is null) = (answer is null)),
  constraint care_penalty_hands check (decided_by not in (lead_id, second_id)),
  constraint care_penalty_heard_first check (decided_on is null or hearing_asked_on is null or heard_on is not null),
  constraint care_penalty_paid check ((paid_on is null) = (voucher is null))
);
comment on table care_penalty is '养老机构行政处罚一案：最重的罚款有上限，不得因申辩加重，申请了听证的先听证再决定';
create index care_penalty_listed on care_penalty (division, opened_on, id);
create index care_penalty_of on care_penalty (institution_id);
revoke delete on care_penalty from {{app}};
alter table care_penalty enable row level security;
create policy care_penalty_scope on care_penalty using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
