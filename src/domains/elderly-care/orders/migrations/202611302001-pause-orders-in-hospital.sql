-- 老人住院：单子暂停，不派人、不算爽约，出院以后接着派
alter table home_care_order drop constraint home_care_order_state;
alter table home_care_order add constraint home_care_order_state check (state in ('submitted', 'accepted', 'offered', 'paused', 'taken', 'en-route', 'checked-in', 'to-verify', 'verified',
  'evaluated', 'settled', 'rejected', 'cancelled', 'unfilled', 'no-show', 'aborted', 'disputed', 'not-paid'));
alter table home_care_order add constraint home_care_order_paused check (state <> 'paused' or (worker_id is null and next_at is not null));
create index home_care_order_in_hospital on home_care_order (person_id) where state = 'paused';
update person_reference set live = $$state in ('submitted', 'accepted', 'offered', 'paused', 'taken', 'en-route', 'checked-in')$$
  where table_name = 'home_care_order' and column_name = 'person_id';
