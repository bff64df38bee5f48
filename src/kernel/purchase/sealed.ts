/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed(
  { table: 'purchase_sign_up', key: ['id'], sealed: ['contact'] },
  { table: 'contract_milestone', key: ['id'], sealed: ['account'] },
);
