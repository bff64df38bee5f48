/** What this part seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'rental_order', key: ['id'], sealed: ['standings'] },
  { table: 'rental_assessment', key: ['id'], sealed: ['content'] },
  {
    table: 'device_donation',
    key: ['unit_id'],
    sealed: ['donor'],
    place: (row, column) => `device_donation.${column}:${row.unit_id}`,
  },
  {
    table: 'device_follow_up',
    key: ['allocation_id', 'due_on'],
    sealed: ['note'],
    place: (row, column) => `device_follow_up.${column}:${row.allocation_id}:${row.due_on}`,
  },
);
