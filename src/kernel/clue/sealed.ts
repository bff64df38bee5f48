/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed(
  { table: 'clue', key: ['id'], sealed: ['evidence'] },
  { table: 'clue_reason', key: ['id'], sealed: ['content'] },
  { table: 'clue_event', key: ['clue_id', 'seq'], needs: ['id'], sealed: ['note'] },
);
