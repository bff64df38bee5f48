-- 领办：一个岗位有几个人的，谁领了谁办。件到别的岗位去了再回来，还是原来的人接着办：每个岗位各记一个人。
-- 加的列都是空的，不重写大表；索引只收领办中的。
create table case_claim (
  case_id uuid not null,
  holder text not null,
  division text collate "C" not null,
  user_id text not null,
  user_name text not null,
  claimed_on date not null,
  given_by text not null,
  constraint case_claim_pkey primary key (case_id, holder),
  constraint case_claim_case_fkey foreign key (case_id) references service_case (id)
);
comment on table case_claim is '领办：每一件在每个岗位由谁办；given_by 是本人或者派件的人';
alter table case_claim enable row level security;
create policy case_claim_scope on case_claim using (
  (division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or exists (select from service_case c where c.id = case_id
    and (c.applicant_person_id = (select nullif(current_setting('app.person', true), ''))::uuid
      or c.agent_person_id = (select nullif(current_setting('app.person', true), ''))::uuid)));
create trigger service_case_moves_case_claim after update of division on service_case
  for each row when (old.division is distinct from new.division) execute function follow_division('case_claim', 'case_id');

-- 现在这一步由谁领办，到哪天为止没有再办就自动放开；列表按它筛选。
alter table service_case add column claimed_by text;
alter table service_case add column claimed_name text;
alter table service_case add column claim_ends_on date;
alter table service_case add constraint service_case_claimed check ((claimed_by is null) = (claimed_name is null) and (claimed_by is null) = (claim_ends_on is null));
create index service_case_claimed on service_case (claimed_by, ends_on, id) where claimed_by is not null and closed_at is null;
