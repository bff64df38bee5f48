-- 地名的照片和读音：门户上人人看得到、听得到。
create table place_media (
  id uuid not null,
  place_id uuid not null,
  division text collate "C" not null,
  kind text collate "C" not null,
  file uuid not null,
  caption text not null,
  withdrawn_on date,
  added_at timestamptz not null,
  added_by text not null,
  constraint place_media_pkey primary key (id),
  constraint place_media_place_fkey foreign key (place_id) references place_name (id),
  constraint place_media_kind check (kind in ('photo', 'recording')),
  constraint place_media_division_code check (division ~ '^[0-9]{12}$')
);
comment on table place_media is '地名的照片和读音录音；撤下的不再公开';
create index place_media_place on place_media (place_id, added_at);
revoke delete on place_media from {{app}};
alter table place_media enable row level security;
create policy place_media_read on place_media for select using (exists (select 1 from place_name p where p.id = place_media.place_id));
create policy place_media_write on place_media using (
  division >= (select nullif(current_setting('app.lo', true), '')) and division < (select nullif(current_setting('app.hi', true), '')));
