-- 标准一公布就有公告：依据、原标准、新标准、从哪天起
alter table standard_draft add column announcement_id uuid;
alter table standard_draft add constraint standard_draft_announcement_fkey foreign key (announcement_id) references issued_document (id);
comment on column standard_draft.announcement_id is '标准调整公告';
create index standard_draft_announcement on standard_draft (announcement_id) where announcement_id is not null;
