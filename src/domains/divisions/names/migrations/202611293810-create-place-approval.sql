-- 地名由哪一级批准：地名管理条例第十二条由省级规定的，写在城市资料里。
create table place_approval (
  category text collate "C" not null,
  level text collate "C" not null,
  basis text not null,
  constraint place_approval_pkey primary key (category),
  constraint place_approval_level check (level in ('county', 'city'))
);
comment on table place_approval is '各类地名由县级还是市级批准（城市资料）';
revoke delete on place_approval from {{app}};
