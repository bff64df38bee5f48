/** What this part seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'rehab_record', key: ['id'], sealed: ['content'] },
  { table: 'rehab_session', key: ['id'], sealed: ['note'] },
);
