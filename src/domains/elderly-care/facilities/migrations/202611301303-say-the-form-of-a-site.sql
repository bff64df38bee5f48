-- 四种形态：辐射式、嵌入式、小微式、互助式；说不清的为空
alter table care_site add column form text collate "C";
alter table care_site add constraint care_site_form check (form in ('radiating', 'embedded', 'micro', 'mutual'));
comment on column care_site.form is '形态：辐射式、嵌入式、小微式、互助式；说不清的为空';
create index care_site_form on care_site (form) where form is not null;
