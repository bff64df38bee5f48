/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed({
  table: 'request_answer',
  key: ['actor_id', 'action', 'request_id'],
  sealed: ['answer'],
  place: (row) => `request_answer:${row.actor_id}:${row.action}:${row.request_id}`,
});
