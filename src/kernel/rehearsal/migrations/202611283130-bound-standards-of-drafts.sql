-- A draft may bound what the divisions below set: lower and upper limits go into force with the standard.
alter table standard_draft_row add column floor text;
alter table standard_draft_row add column ceiling text;
comment on column standard_draft_row.floor is '下级不得低于';
comment on column standard_draft_row.ceiling is '下级不得高于';
