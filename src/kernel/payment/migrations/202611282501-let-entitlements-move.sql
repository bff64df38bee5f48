-- 户籍在本县以内迁移：待遇还是同一项，从下一份名单起列在迁入的村（社区）。已经列出的名单不动。
do $$
declare t text;
begin
  foreach t in array array['entitlement_member', 'entitlement_exclusion', 'entitlement_version', 'entitlement_facts', 'entitlement_payee',
    'payment_hold', 'payment_adjustment', 'payment_adjustment_month', 'overpayment'] loop
    execute format('create trigger entitlement_moves_%1$s after update of division on entitlement
      for each row when (old.division is distinct from new.division) execute function follow_division(%1$L, %2$L)', t, 'entitlement_id');
  end loop;
end $$;
