create table roster_posting (
  id uuid not null,
  division text collate "C" not null,
  month text collate "C" not null,
  households integer not null,
  persons integer not null,
  amount_fen bigint not null,
  document_id uuid not null,
  printed_on date not null,
  printed_by text not null,
  printed_name text not null,
  posted_on date,
  place text,
  photo_id uuid,
  posted_by text,
  posted_name text,
  constraint roster_posting_pkey primary key (id),
  constraint roster_posting_month_key unique (division, month),
  constraint roster_posting_document_fkey foreign key (document_id) references issued_document (id),
  constraint roster_posting_division_code check (division ~ '^[0-9]{12}$'),
  constraint roster_posting_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint roster_posting_counts check (households > 0 and persons >= households and amount_fen > 0),
  constraint roster_posting_posted check ((posted_on is null) = (place is null) and (posted_on is null) = (photo_id is null)
    and (posted_on is null) = (posted_by is null) and (posted_on is null) = (posted_name is null) and (posted_on is null or posted_on >= printed_on))
);
comment on table roster_posting is '救助对象长期公布：每个村（社区）哪个月打印了公布单，哪天贴在哪里，照片为证';
create index roster_posting_posted on roster_posting (division, posted_on desc) where posted_on is not null;
revoke delete on roster_posting from {{app}};

alter table roster_posting enable row level security;
create policy roster_posting_scope on roster_posting using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
