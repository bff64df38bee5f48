-- 健康档案：慢性病、过敏、用药。单独同意，写明给谁用；撤回以后内容清除，只留什么时候同意、什么时候撤回
create table health_file (
  id uuid not null,
  person_id uuid not null,
  purposes text[] collate "C" not null,
  content bytea,
  given_at timestamptz not null,
  given_by text not null,
  on_paper boolean not null,
  signed_by bytea,
  ended_at timestamptz,
  ended_as text collate "C",
  constraint health_file_pkey primary key (id),
  constraint health_file_person_fkey foreign key (person_id) references person (id),
  constraint health_file_purposes check (purposes <@ array['institution', 'emergency'] and cardinality(purposes) > 0),
  constraint health_file_ended check ((ended_at is null) = (ended_as is null) and ended_as in ('withdrawn', 'replaced', 'died')),
  -- 没有有效的同意，就没有内容
  constraint health_file_content check ((ended_at is null) = (content is not null)),
  constraint health_file_paper check (ended_at is not null or on_paper = (signed_by is not null))
);
comment on table health_file is '健康档案和它的同意：内容加密，撤回、更换以后清除';
create unique index health_file_one on health_file (person_id) where ended_at is null;
create index health_file_of on health_file (person_id, given_at);
create trigger health_file_stays before update on health_file for each row execute function written_stays('purposes', 'given_at', 'given_by', 'ended_at', 'ended_as');
revoke delete on health_file from {{app}};
alter table health_file enable row level security;
create policy health_file_scope on health_file using (exists (select 1 from person p where p.id = health_file.person_id));
insert into person_reference (table_name, column_name, live, within, unit) values ('health_file', 'person_id', 'ended_at is null', null, null);
