-- 照片的指纹：重新存过、压缩过的同一张照片，字节不同，指纹差不了几位；认不出的为空
alter table stored_file add column likeness bit(64);
comment on column stored_file.likeness is '照片的感知指纹（64位）：差几位以内算相像；只提示，不拒绝';
