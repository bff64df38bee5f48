-- 结果改变原决定的，由哪一件按文书重新办理。
alter table decision_appeal add column remedy_case_id uuid;
alter table decision_appeal
  add constraint decision_appeal_remedy_fkey foreign key (remedy_case_id) references service_case (id),
  add constraint decision_appeal_remedied check (remedy_case_id is null or result in ('changed', 'revoked', 'remade'));
comment on column decision_appeal.remedy_case_id is '按复议决定、判决重新办理的那一件；空着表示还没有开出';
create index decision_appeal_remedy on decision_appeal (remedy_case_id) where remedy_case_id is not null;
