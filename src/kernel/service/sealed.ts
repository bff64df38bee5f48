/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed(
  { table: 'draft', key: ['id'], sealed: ['content'] },
  { table: 'service_case', key: ['id'], sealed: ['form'] },
  { table: 'case_event', key: ['case_id', 'seq'], needs: ['id'], sealed: ['data', 'opinion'] },
  { table: 'objection', key: ['id'], sealed: ['content', 'result'] },
);
