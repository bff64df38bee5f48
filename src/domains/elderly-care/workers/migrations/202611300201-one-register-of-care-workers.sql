select set_config('search_path', current_setting('search_path') || ', pg_temp', true);

-- 养老服务人员名册：一个人一行，居家服务商和养老机构的都在这里；在哪里、什么岗位、哪天到哪天另有每一段。
-- 原来的 home_care_worker（一个人在一家服务商的一段）改成在岗的一段 care_employment，人的内容搬到 care_worker；养老机构的员工一起并进来。
create table care_worker (
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  sex text collate "C",
  id_number bytea,
  id_digest bytea,
  education text collate "C",
  graduated_on date,
  health_to date,
  background_on date,
  barred_on date,
  barred_reason text,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint care_worker_pkey primary key (id),
  constraint care_worker_code unique (code),
  constraint care_worker_once unique (id_digest),
  constraint care_worker_sex check (sex in ('male', 'female')),
  constraint care_worker_identified check ((id_number is null) = (id_digest is null) and (id_number is null or sex is not null)),
  constraint care_worker_education check (education in ('bachelor', 'college', 'vocational', 'other')),
  constraint care_worker_barred check ((barred_on is null) = (barred_reason is null))
);
comment on table care_worker is '养老服务人员：一个身份证号一行；从机构员工名册并来的没有身份证号，补录以后才能申请补贴';
comment on column care_worker.code is '证书核验页的编码，二维码里是它；不透露身份';
revoke delete on care_worker from {{app}};

insert into care_worker (id, code, name, sex, id_number, id_digest, health_to, background_on, barred_on, barred_reason, entered_at, entered_by)
select distinct on (id_digest) id, upper(left(replace(gen_random_uuid()::text, '-', ''), 12)), name, sex, id_number, id_digest, health_to, background_on, barred_on, barred_reason, entered_at, entered_by
from home_care_worker order by id_digest, left_on desc nulls first, hired_on desc;

alter table home_care_certificate rename to care_certificate;
drop policy home_care_certificate_scope on care_certificate;
alter table care_certificate drop constraint home_care_certificate_worker_fkey;
update care_certificate c set worker_id = w.id from home_care_worker e join care_worker w on w.id_digest = e.id_digest where e.id = c.worker_id;
alter table care_certificate drop column provider_id, drop column division,
  drop constraint home_care_certificate_level,
  add column scheme text collate "C" not null default 'five',
  add column reply text,
  add constraint care_certificate_worker_fkey foreign key (worker_id) references care_worker (id),
  add constraint care_certificate_level check (level between 0 and 7 and (scheme <> 'five' or level between 1 and 5) and (scheme <> 'social' or level between 1 and 3)),
  add constraint care_certificate_scheme check (scheme in ('eight', 'five', 'social'));
alter table care_certificate alter column scheme drop default;
comment on table care_certificate is '职业技能等级证书：县里按发证机关的答复核验过、在有效期内的才算数';
comment on column care_certificate.scheme is 'eight 护理员新八级工（学徒工到首席技师），five 护理员原五级，social 社会工作者（助理、社会工作师、高级）';
comment on column care_certificate.reply is '发证机关的答复：在哪里查的、答复是什么';

drop policy home_care_worker_scope on home_care_worker;
drop index home_care_worker_employed;
alter table home_care_worker rename to care_employment;
alter table care_employment alter column provider_id drop not null, alter column phone drop not null,
  add column worker_id uuid, add column institution_id uuid, add column employer_name text, add column post text collate "C",
  add column contract_to date, add column established boolean not null default false, add column checked_on date, add column checked_by text,
  add column employer_id uuid generated always as (coalesce(provider_id, institution_id)) stored;
update care_employment e set worker_id = w.id, employer_name = p.name, post = 'carer' from care_worker w, home_care_provider p where w.id_digest = e.id_digest and p.id = e.provider_id;
alter table care_employment drop column name, drop column sex, drop column id_number, drop column id_digest, drop column health_to, drop column background_on,
  drop column barred_on, drop column barred_reason;

insert into care_worker (id, code, name, health_to, entered_at, entered_by)
select id, upper(left(replace(gen_random_uuid()::text, '-', ''), 12)), name, health_cert_to, changed_at, changed_by from care_staff_member;
insert into care_employment (id, worker_id, institution_id, employer_name, division, post, hired_on, left_on, contract_to, entered_at, entered_by)
select m.id, m.id, m.institution_id, i.name, m.division, m.post, m.from_on, m.left_on, m.contract_to, m.changed_at, m.changed_by
from care_staff_member m join care_institution i on i.id = m.institution_id;

alter table care_employment alter column worker_id set not null, alter column employer_name set not null, alter column post set not null, alter column established drop default,
  add constraint care_employment_worker_fkey foreign key (worker_id) references care_worker (id),
  add constraint care_employment_employer check (num_nonnulls(provider_id, institution_id) = 1),
  add constraint care_employment_post check (post in ('carer', 'nurse', 'doctor', 'social-worker', 'cook', 'other')),
  add constraint care_employment_checked check ((checked_on is null) = (checked_by is null));
comment on table care_employment is '养老服务人员在一家单位的一段：岗位、入职、离职；电话、出发地加密，只有这家单位看得到';
comment on column care_employment.checked_on is '县里对过劳动合同、学历的日期；没有对过的不能领入职补贴';
create unique index care_employment_one on care_employment (worker_id) where left_on is null;
create index care_employment_worker on care_employment (worker_id, hired_on);
create index care_employment_employer on care_employment (employer_id);

-- 单位的人只看得到本单位的，机关按区划；在看得到的一段里的人和他的证书看得到。
create policy care_employment_scope on care_employment using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or employer_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
alter table care_worker enable row level security;
create policy care_worker_seen on care_worker for select using (exists (select from care_employment e where e.worker_id = care_worker.id));
create policy care_worker_changed on care_worker for update using (exists (select from care_employment e where e.worker_id = care_worker.id));
create policy care_worker_entered on care_worker for insert with check (true);
create policy care_certificate_scope on care_certificate using (exists (select from care_employment e where e.worker_id = care_certificate.worker_id));

-- 新单位登记一个别处登记过的人：凭身份证号认出他，别的一概不透露。
create function care_worker_known(digest bytea) returns uuid
language sql stable security definer set search_path from current as $$
  select id from care_worker where id_digest = digest
$$;

-- 这些人在全市的每一段，给看得到他们的单位和机关：补贴按全市的在岗算，换单位不断。电话、账号不在里面。
create function care_worker_course(workers uuid[])
returns table (worker_id uuid, id uuid, employer_name text, division text, post text, hired_on date, left_on date, contract_to date, established boolean, checked boolean)
language sql stable security definer set search_path from current as $$
  select e.worker_id, e.id, e.employer_name, e.division, e.post, e.hired_on, e.left_on, e.contract_to, e.established, e.checked_on is not null
  from care_employment e
  where e.worker_id = any(workers) and exists (select from care_employment s where s.worker_id = e.worker_id and (
    s.employer_id = (select nullif(current_setting('app.unit', true), ''))::uuid
    or ((select nullif(current_setting('app.unit', true), '')) is null
      and s.division >= (select nullif(current_setting('app.lo', true), '')) and s.division < (select nullif(current_setting('app.hi', true), '')))))
  order by e.hired_on, e.id
$$;
revoke all on function care_worker_known(bytea) from public;
revoke all on function care_worker_course(uuid[]) from public;
grant execute on function care_worker_known(bytea) to {{app}};
grant execute on function care_worker_course(uuid[]) to {{app}};
