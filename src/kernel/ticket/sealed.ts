/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed(
  { table: 'ticket', key: ['id'], sealed: ['content'] },
  { table: 'ticket_event', key: ['ticket_id', 'seq'], needs: ['id'], sealed: ['note'] },
);
