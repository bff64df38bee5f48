/** What the register, the yearly confirmation and the checks seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  {
    table: 'disability_certificate',
    key: ['person_id'],
    sealed: ['content'],
    place: (row, column) => `disability_certificate.${column}:${row.person_id}`,
  },
  { table: 'subsidy_confirmation', key: ['id'], sealed: ['note'] },
  { table: 'disability_finding', key: ['id'], sealed: ['note'] },
  { table: 'device_course_sign_in', key: ['id'], sealed: ['name'] },
  { table: 'device_trial', key: ['id'], sealed: ['note'] },
);
