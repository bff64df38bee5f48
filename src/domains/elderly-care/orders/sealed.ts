/** What home services seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';
import { WORKER_KEY, workerPlace } from '../workers/store.ts';

defineSealed(
  {
    table: 'care_worker',
    key: ['id'],
    sealed: ['id_number'],
    place: (row) => workerPlace('id_number', row.id!),
    digests: {
      id_digest: (clear, _row, keys) => {
        const idNumber = clear('id_number');
        return idNumber === null ? null : keys.digest(WORKER_KEY, idNumber);
      },
    },
  },
  {
    table: 'care_employment',
    key: ['id'],
    sealed: ['phone', 'base'],
    place: (row, column) => workerPlace(column as 'phone' | 'base', row.id!),
  },
  {
    table: 'home_care_order',
    key: ['id'],
    sealed: ['place', 'code', 'in_mark', 'out_mark', 'short_reason', 'said', 'dispute'],
  },
  {
    table: 'home_care_step',
    key: ['id'],
    needs: ['order_id', 'step'],
    sealed: ['note'],
    place: (row) => `home_care_step.note:${row.order_id}:${row.step}`,
  },
  { table: 'home_care_settlement', key: ['id'], sealed: ['secret'] },
  {
    table: 'home_care_settlement_line',
    key: ['settlement_id', 'order_id'],
    sealed: ['note'],
    place: (row) => `home_care_settlement_line.note:${row.settlement_id}:${row.order_id}`,
  },
);
