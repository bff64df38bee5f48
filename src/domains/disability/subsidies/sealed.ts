/** What the two subsidies seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'subsidy_circumstance', key: ['id'], sealed: ['content'] },
  { table: 'subsidy_filing', key: ['id'], sealed: ['content'] },
);
