-- 转办：复核为全家立的（或者已经在办的）那一件申请。它没有办成的，原来的待遇要重新核实。
alter table benefit_review add column awaits_case_id uuid references service_case (id);
comment on column benefit_review.awaits_case_id is '转办以后等着结果的申请';
create index benefit_review_awaits on benefit_review (awaits_case_id) where awaits_case_id is not null;
update benefit_review r set awaits_case_id = c.id from service_case c where c.parent_id = r.case_id and r.change = 'reclassify' and c.item_id in ('SA-01', 'SA-05', 'SA-06');
