-- 异地收件的列表也要记下列出了谁：“谁看过我”才查得到。登记簿里没有的人为空。
alter table subsidy_filing add column person_id uuid;
alter table subsidy_filing add constraint subsidy_filing_person_fkey foreign key (person_id) references person (id);
comment on column subsidy_filing.person_id is '申请人；不在本市登记的为空';
update subsidy_filing f set person_id = c.applicant_person_id from service_case c where c.id = f.case_id;
create index subsidy_filing_person on subsidy_filing (person_id) where person_id is not null;
