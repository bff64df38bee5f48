-- 乡镇（街道）的界线：勘界成果整份导入，检查无误才公布，按起用日期有版本。原样坐标只供内部，地图上只画粗略的。
create table division_outline_set (
  id uuid not null,
  division text collate "C" not null,
  file_name text not null,
  content text collate "C" not null,
  features integer not null,
  problems jsonb not null,
  state text collate "C" not null default 'draft',
  source text,
  review_no text,
  valid_from date,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  published_at timestamptz,
  published_by text,
  version integer not null default 1,
  constraint division_outline_set_pkey primary key (id),
  constraint division_outline_set_division_code check (division ~ '^[0-9]{12}$'),
  constraint division_outline_set_state check (state in ('draft', 'published', 'discarded')),
  constraint division_outline_set_problems check (jsonb_typeof(problems) = 'array'),
  -- 有一处不对，整份都不公布
  constraint division_outline_set_published check (
    (state = 'published') = (published_at is not null)
    and (state <> 'published' or (source <> '' and valid_from is not null and published_by is not null and features > 0 and problems = '[]'::jsonb)))
);
comment on table division_outline_set is '乡镇界线的各个版本：哪份文件（SM3摘要）、从哪天起、依据';
create unique index division_outline_set_once on division_outline_set (content) where state = 'published';
create index division_outline_set_recent on division_outline_set (at desc, id desc);
revoke delete on division_outline_set from {{app}};

create table division_outline (
  set_id uuid not null,
  division text collate "C" not null,
  county text collate "C" not null,
  name text not null,
  geometry jsonb not null,
  drawn jsonb not null,
  constraint division_outline_pkey primary key (set_id, division),
  constraint division_outline_set_fkey foreign key (set_id) references division_outline_set (id),
  constraint division_outline_division_code check (division ~ '^[0-9]{12}$' and county = left(division, 6) || '000000')
);
comment on table division_outline is '一个版本里一个乡镇（街道）的界线';
comment on column division_outline.division is '乡镇（街道）的代码；那时的界线，以后改了代码也不跟着改';
comment on column division_outline.drawn is '地图上画的：只有大致的走向';
create index division_outline_county on division_outline (county, set_id);
revoke update, delete on division_outline from {{app}};

insert into division_kept (table_name, column_name, reason) values ('division_outline', 'division', '那时的界线，记当时的代码；改了代码的，地图上等新的界线');

alter table division_outline enable row level security;
create policy division_outline_scope on division_outline using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  -- 乡镇、村看得到同县的
  or starts_with((select nullif(current_setting('app.lo', true), '')), left(division, 6)));
alter table division_outline_set enable row level security;
create policy division_outline_set_scope on division_outline_set using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select 1 from division_outline o where o.set_id = division_outline_set.id));
