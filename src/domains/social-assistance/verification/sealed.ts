/** What a verification seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'verification_request', key: ['id'], sealed: ['declared', 'members', 'report', 'objection'] },
  { table: 'verification_discrepancy', key: ['id'], sealed: ['detail', 'reason'] },
  { table: 'verification_statement', key: ['id'], sealed: ['text'] },
);
