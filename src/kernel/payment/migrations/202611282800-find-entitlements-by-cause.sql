-- What was granted because of another entitlement ends with it and is paid to the same payee.
create index entitlement_cause on entitlement (cause) where cause <> '';
