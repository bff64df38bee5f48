/** What the emergency desk seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';
import { DEVICE_KEY } from './store.ts';

defineSealed(
  { table: 'emergency_home', key: ['id'], sealed: ['sheet'] },
  {
    table: 'care_device',
    key: ['id'],
    sealed: ['key_sealed'],
    digests: { key_digest: (clear, _row, keys) => keys.digest(DEVICE_KEY, clear('key_sealed')!) },
  },
  { table: 'emergency_incident', key: ['id'], sealed: ['said'] },
  {
    table: 'emergency_step',
    key: ['id'],
    needs: ['incident_id', 'step'],
    sealed: ['note'],
    place: (row) => `emergency_step.note:${row.incident_id}:${row.step}`,
  },
  { table: 'emergency_responder', key: ['id'], sealed: ['phone'] },
  {
    table: 'emergency_help',
    key: ['incident_id', 'no'],
    sealed: ['phone'],
    place: (row) => `emergency_help.phone:${row.incident_id}:${row.no}`,
  },
);
