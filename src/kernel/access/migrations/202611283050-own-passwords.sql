-- Whoever made or reset a password knows it: it opens nothing but the page that changes it.
alter table staff_user add column password_due boolean not null default false;
alter table staff_user add constraint staff_user_password_due check (not password_due or password_hash is not null);
comment on column staff_user.password_due is '初始或重置的密码，本人还没有更换';
-- Nobody could change a password before: every one there is was chosen by somebody else.
update staff_user set password_due = true where password_hash is not null;
