/** What temporary aid seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  {
    table: 'temporary_aid',
    key: ['case_id'],
    sealed: ['cause', 'follow_up'],
    place: (row, column) => `temporary_aid.${column}:${row.case_id}`,
  },
  { table: 'aid_in_kind', key: ['id'], sealed: ['content'] },
  { table: 'emergency_report', key: ['id'], sealed: ['content'] },
);
