-- 领款人去世由别人领取的，记下替的是谁：去世登记撤销后还给本人。
alter table entitlement_payee add column for_dead uuid;
alter table entitlement_payee add constraint entitlement_payee_for_dead_fkey foreign key (for_dead) references person (id);
comment on column entitlement_payee.for_dead is '因谁去世而改由别人领取；其他原因的为空';
create index entitlement_payee_for_dead on entitlement_payee (for_dead) where for_dead is not null;
