/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';
import { SIMULATED_DIGEST } from './simulators.ts';

defineSealed(
  { table: 'exchange_query', key: ['id'], sealed: ['subject', 'answer'] },
  {
    table: 'simulated_answer',
    key: ['id'],
    sealed: ['answer'],
    digests: {
      person_digest: (clear, _row, keys) =>
        keys.digest(SIMULATED_DIGEST, (JSON.parse(clear('answer')!) as { idNumber: string }).idNumber),
    },
  },
);
