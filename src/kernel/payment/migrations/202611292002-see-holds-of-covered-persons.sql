-- 家里有人住在外县，在那里登记的暂停（死亡报告、预警）也要看得见：本县的名单才不会照发，解除别的暂停时也不会一并放出。只能看，不能改。
create policy payment_hold_covered on payment_hold for select using (
  exists (select from entitlement_member m where m.person_id = payment_hold.person_id)
  or exists (select from entitlement_payee y where y.owner_id = payment_hold.person_id));
