-- 事项的文字、材料、搜索词由市里的人改：一人提出，另一人批准，成为新的一版；办件用它开始时的那一版。表小，只改事项的几百行。
create table service_item_edit (
  id uuid not null,
  item_id text not null,
  -- 在哪一版上改的。
  base_version integer not null,
  -- 改成什么（guide、keywords）；空：恢复城市资料包的文字。
  words jsonb,
  reason text not null,
  state text collate "C" not null default 'proposed',
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposed_name text not null,
  decided_at timestamptz,
  decided_on date,
  decided_by text,
  decided_name text,
  note text,
  constraint service_item_edit_pkey primary key (id),
  constraint service_item_edit_state check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
  constraint service_item_edit_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_on is null)),
  constraint service_item_edit_two_persons check (state in ('proposed', 'withdrawn') or decided_by <> proposed_by)
);
comment on table service_item_edit is '事项文字的修改：提出人与批准人不得为同一人；没有批准以前可以改、可以撤回';
create unique index service_item_edit_open on service_item_edit (item_id) where state = 'proposed';
create index service_item_edit_item on service_item_edit (item_id, proposed_at desc);
revoke delete on service_item_edit from {{app}};

-- 资料包里的原文；这一版的文字是不是市里改过的；是哪一次修改。
alter table service_item add column pack_words jsonb;
update service_item set pack_words = jsonb_build_object('guide', content->'guide', 'keywords', content->'keywords');
alter table service_item alter column pack_words set not null;
alter table service_item add column own_words boolean not null default false;
alter table service_item add column edit_id uuid;
alter table service_item add constraint service_item_edit_fkey foreign key (edit_id) references service_item_edit (id);
create unique index service_item_by_edit on service_item (edit_id) where edit_id is not null;
