alter table device_lead drop constraint device_lead_source;
alter table device_lead add constraint device_lead_source check (source in ('assessment', 'disaster', 'child'));
