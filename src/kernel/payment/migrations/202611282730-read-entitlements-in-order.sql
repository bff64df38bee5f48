-- A page of a rehearsal continues after the last entitlement of its programme; without this order every page reads the whole programme.
create index entitlement_register on entitlement (programme, id);
