-- 地名的批准，和批准以后要做的备案、公告（地名管理条例第十三、十四条：各15日）。
create table place_naming (
  id uuid not null,
  place_id uuid not null,
  case_id uuid,
  division text collate "C" not null,
  kind text collate "C" not null,
  category text collate "C" not null,
  name text not null,
  old_name text,
  approver text not null,
  approved_by text collate "C" not null,
  document_no text not null,
  approved_on date not null,
  file_due_on date not null,
  filed_on date,
  filed_with text,
  filing_no text,
  announce_due_on date,
  announced_on date,
  announcement text,
  filing_escalated_on date,
  announcing_escalated_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  created_name text not null,
  constraint place_naming_pkey primary key (id),
  constraint place_naming_place_fkey foreign key (place_id) references place_name (id),
  constraint place_naming_case unique (case_id),
  constraint place_naming_division_code check (division ~ '^[0-9]{12}$'),
  constraint place_naming_kind check (kind in ('naming', 'renaming', 'retirement') and (kind = 'renaming') = (old_name is not null)),
  constraint place_naming_approved_by check (approved_by in ('government', 'place-office', 'department')),
  constraint place_naming_filed check ((filed_on is null) = (filed_with is null) and (filed_on is null) = (filing_no is null) and filed_on >= approved_on),
  constraint place_naming_announced check ((announced_on is null) = (announcement is null) and announced_on >= approved_on),
  -- 其他部门批准的，从备案起15日内公告。
  constraint place_naming_announce_due check (approved_by <> 'department' or (announce_due_on is null) = (filed_on is null))
);
comment on table place_naming is '地名批准：谁批准的，备案、公告的期限和完成日期';
create index place_naming_list on place_naming (approved_on desc, id desc);
create index place_naming_place on place_naming (place_id, approved_on desc);
create index place_naming_unfiled on place_naming (file_due_on) where filed_on is null;
create index place_naming_unannounced on place_naming (announce_due_on) where announced_on is null;
revoke delete on place_naming from {{app}};
alter table place_naming enable row level security;
create policy place_naming_scope on place_naming using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
-- 申请人从自己的办件里看得到备案、公告到了哪一步。
create policy place_naming_of_case on place_naming for select using (case_id is not null and exists (select 1 from service_case c where c.id = place_naming.case_id));
