/** What the special accounts seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'fund_account', key: ['id'], sealed: ['number_sealed'] },
  { table: 'fund_payment', key: ['id'], sealed: ['payee_account'] },
);
