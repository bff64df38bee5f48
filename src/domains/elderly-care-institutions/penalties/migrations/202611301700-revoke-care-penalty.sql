-- 撤销行政处罚：一个人提出、另一个人决定，写明依据和文书；公开的要撤回并说明理由（行政处罚法第四十八条、第七十五条），缴了的罚款退还
create table care_penalty_revocation (
  id uuid not null,
  penalty_id uuid not null,
  institution_id uuid not null,
  division text collate "C" not null,
  ground text collate "C" not null,
  paper_no text not null,
  reason text not null,
  state text collate "C" not null default 'asked',
  asked_on date not null,
  asked_by text not null,
  asked_name text not null,
  opinion text,
  decided_on date,
  decided_by text,
  decided_name text,
  document_id uuid,
  document_no text,
  constraint care_penalty_revocation_pkey primary key (id),
  constraint care_penalty_revocation_of foreign key (penalty_id) references care_penalty (id),
  constraint care_penalty_revocation_institution_fkey foreign key (institution_id, division) references care_institution (id, division) on update cascade,
  constraint care_penalty_revocation_ground check (ground in ('reconsideration', 'judgment', 'self')),
  constraint care_penalty_revocation_state check (state in ('asked', 'agreed', 'refused')),
  constraint care_penalty_revocation_decided check ((state = 'asked') = (decided_on is null) and (decided_on is null) = (decided_by is null) and (decided_on is null) = (opinion is null)
    and (state = 'agreed') = (document_id is not null) and (document_id is null) = (document_no is null)),
  constraint care_penalty_revocation_hands check (decided_by <> asked_by)
);
comment on table care_penalty_revocation is '撤销行政处罚：谁提出、凭什么文书、为什么，谁决定；提出的人不能自己决定';
create unique index care_penalty_revocation_one on care_penalty_revocation (penalty_id) where state in ('asked', 'agreed');
create index care_penalty_revocation_institution on care_penalty_revocation (institution_id);
revoke delete on care_penalty_revocation from {{app}};
alter table care_penalty_revocation enable row level security;
create policy care_penalty_revocation_scope on care_penalty_revocation using (
  ((select nullif(current_setting('app.unit', true), '')) is null
    and division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')))
  or institution_id = (select nullif(current_setting('app.unit', true), ''))::uuid);
create trigger care_penalty_revocation_stays before update on care_penalty_revocation for each row
  execute function written_stays('ground', 'paper_no', 'reason', 'asked_on', 'asked_by', 'opinion', 'decided_on', 'decided_by', 'document_no');

alter table care_penalty
  add column revoked_on date,
  add column return_by date,
  add column returned_on date,
  add column return_voucher text,
  drop constraint care_penalty_state,
  add constraint care_penalty_state check (state in ('opened', 'recorded', 'noticed', 'decided', 'dropped', 'revoked')),
  drop constraint care_penalty_decided,
  add constraint care_penalty_decided check ((state in ('decided', 'dropped', 'revoked')) = (decided_on is not null) and (state in ('decided', 'revoked')) = (document_id is not null)
    and (decided_on is null) = (answer is null)),
  add constraint care_penalty_revoked check ((state = 'revoked') = (revoked_on is not null) and (return_by is null or (revoked_on is not null and paid_on is not null))),
  add constraint care_penalty_returned check ((returned_on is null) = (return_voucher is null) and (returned_on is null or return_by is not null));
create trigger care_penalty_revocation_stays before update on care_penalty for each row
  execute function written_stays('revoked_on', 'return_by', 'returned_on', 'return_voucher');

-- 没有别人同意过的撤销，就没有撤销的处罚；撤销了的不再变回来
create function care_penalty_revoked_by_two() returns trigger language plpgsql set search_path from current as $$
begin
  if old.state = 'revoked' and new.state <> 'revoked' then
    raise exception 'a revoked penalty stays revoked' using errcode = 'check_violation', constraint = 'care_penalty_revoked_stays';
  end if;
  if new.state = 'revoked' and old.state <> 'revoked'
    and not exists (select from care_penalty_revocation r where r.penalty_id = new.id and r.state = 'agreed') then
    raise exception 'a penalty is revoked by two' using errcode = 'check_violation', constraint = 'care_penalty_revoked_by_two';
  end if;
  return new;
end $$;
comment on function care_penalty_revoked_by_two() is '撤销行政处罚要有另一个人同意';
create trigger care_penalty_revoked_by_two before update of state on care_penalty for each row execute function care_penalty_revoked_by_two();
