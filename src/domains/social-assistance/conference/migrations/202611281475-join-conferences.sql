-- 一事一议只有一张表：申请、议定、纪要三步；临时救助的纪要文号从这里读，多发款项的核销凭这里的纪要，一份纪要只核销一次。
alter table case_conference
  add column subject text collate "C" not null default 'complex',
  add column state text collate "C" not null default 'recorded',
  add column requested_on date,
  add column requested_by text,
  add column requested_name text,
  add column due_on date,
  add column way text collate "C",
  add column minutes_no text,
  add column document_id uuid,
  add column reminded_on date,
  add column written_off uuid;
update case_conference set requested_on = held_on, requested_by = recorded_by, requested_name = '', due_on = held_on, way = 'meeting', minutes_no = '纪要' || id;
alter table case_conference
  alter column subject drop default,
  alter column state drop default,
  alter column requested_on set not null,
  alter column requested_by set not null,
  alter column requested_name set not null,
  alter column due_on set not null,
  alter column held_on drop not null,
  alter column units drop not null,
  alter column review_on drop not null,
  alter column recorded_at drop not null,
  alter column recorded_by drop not null,
  add constraint case_conference_document_fkey foreign key (document_id) references issued_document (id),
  add constraint case_conference_overpayment_fkey foreign key (written_off) references overpayment (id),
  add constraint case_conference_subject check (subject in ('cap', 'repeat', 'complex', 'write-off')),
  add constraint case_conference_state check (state in ('requested', 'resolved', 'recorded')),
  add constraint case_conference_way check (way in ('meeting', 'phone')),
  add constraint case_conference_due check (due_on >= requested_on),
  add constraint case_conference_resolved check ((state = 'requested') = (held_on is null) and (held_on is null) = (units is null) and (held_on is null) = (review_on is null)
    and (held_on is null) = (way is null) and (held_on is null) = (recorded_at is null) and (held_on is null) = (recorded_by is null)),
  add constraint case_conference_minutes check ((state = 'recorded') = (minutes_no is not null)),
  add constraint case_conference_written_off check (written_off is null or (state = 'recorded' and subject = 'write-off')),
  add constraint case_conference_minutes_once unique (minutes_no),
  add constraint case_conference_write_off_once unique (written_off);
comment on table case_conference is '一事一议会商：申请、期限、参加部门、结论、纪要；可以突破额度、再次救助，不能改变互斥关系；内容加密';
create unique index case_conference_open on case_conference (case_id) where state = 'requested';
create index case_conference_waiting on case_conference (division, due_on, id) where state <> 'recorded';
create index case_conference_late on case_conference (due_on) where state = 'requested' and reminded_on is null;
grant update on case_conference to {{app}};
alter table temporary_aid drop column minutes_no;
