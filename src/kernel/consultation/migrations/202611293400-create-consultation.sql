-- 征求意见：草案在网上公布到截止日，任何人可以提意见；逐条或归并答复，公布采纳情况
create table consultation (
  id uuid not null,
  kind text collate "C" not null,
  subject_kind text collate "C",
  subject_id uuid,
  division text collate "C" not null,
  title text not null,
  explanation text not null,
  draft text not null,
  shortened text not null default '',
  posted_on date not null,
  ends_on date not null,
  opened_at timestamptz not null,
  opened_by text not null,
  opened_name text not null,
  told_on date,
  summary text,
  published_at timestamptz,
  published_name text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  version integer not null default 1,
  constraint consultation_pkey primary key (id),
  constraint consultation_division_code check (division ~ '^[0-9]{12}$'),
  constraint consultation_subject check ((subject_kind is null) = (subject_id is null)),
  constraint consultation_range check (ends_on > posted_on),
  -- 截止以后才公布采纳情况；公布了的不再撤回
  constraint consultation_published check (
    (published_at is null) = (summary is null) and (published_at is null) = (published_name is null) and (published_at is null or withdrawn_at is null)),
  constraint consultation_withdrawn check ((withdrawn_at is null) = (withdrawn_reason is null))
);
comment on table consultation is '征求意见：草案、起止、采纳情况';
create unique index consultation_subject_once on consultation (subject_kind, subject_id) where withdrawn_at is null;
create index consultation_listed on consultation (ends_on desc, id desc);
create index consultation_to_tell on consultation (ends_on) where told_on is null and published_at is null and withdrawn_at is null;
revoke delete on consultation from {{app}};
alter table consultation enable row level security;
create policy consultation_scope on consultation using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));

create table consultation_answer (
  consultation_id uuid not null,
  no integer not null,
  gist text not null,
  adoption text collate "C" not null,
  reply text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint consultation_answer_pkey primary key (consultation_id, no),
  constraint consultation_answer_consultation_fkey foreign key (consultation_id) references consultation (id),
  constraint consultation_answer_adoption check (adoption in ('adopted', 'partly', 'declined', 'answered'))
);
comment on table consultation_answer is '对意见的答复：一条答复一条或者同类的几条意见；归纳和答复都会公布';
revoke delete on consultation_answer from {{app}};
alter table consultation_answer enable row level security;
create policy consultation_answer_scope on consultation_answer using (exists (select from consultation c where c.id = consultation_id));

create table consultation_opinion (
  consultation_id uuid not null,
  no integer not null,
  id uuid not null,
  channel text collate "C" not null,
  content bytea not null,
  named boolean not null,
  at timestamptz not null,
  by_id text not null,
  answer_no integer,
  constraint consultation_opinion_pkey primary key (consultation_id, no),
  constraint consultation_opinion_consultation_fkey foreign key (consultation_id) references consultation (id),
  constraint consultation_opinion_answer_fkey foreign key (consultation_id, answer_no) references consultation_answer (consultation_id, no),
  constraint consultation_opinion_id_key unique (id),
  constraint consultation_opinion_channel check (channel in ('portal', 'phone', 'desk', 'letter'))
);
comment on table consultation_opinion is '收到的意见：内容、姓名、电话加密';
revoke delete on consultation_opinion from {{app}};
alter table consultation_opinion enable row level security;
create policy consultation_opinion_scope on consultation_opinion using (exists (select from consultation c where c.id = consultation_id));
