-- 要录音的地方收录音（地名的读音）；别的材料仍然只收照片和PDF。
alter table stored_file
  drop constraint stored_file_media,
  add constraint stored_file_media check (
    media_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')
    or (media_type in ('audio/mpeg', 'audio/mp4') and paper like 'recording-%'));
