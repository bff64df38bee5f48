-- Back-pay that was confirmed and not sent yet may be superseded by a fact told late; who had confirmed it stays on record.
alter table payment_adjustment drop constraint payment_adjustment_decided;
alter table payment_adjustment add constraint payment_adjustment_decided check (
  case state when 'proposed' then decided_by is null when 'superseded' then true else decided_by is not null end
  and (decided_by is null) = (decided_at is null));
