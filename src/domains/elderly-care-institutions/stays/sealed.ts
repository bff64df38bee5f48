/** What this part seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'care_admission', key: ['id'], sealed: ['contact_phone', 'standing', 'risks', 'contract'] },
  { table: 'care_stay', key: ['id'], sealed: ['level_to_consent'] },
  { table: 'care_bill', key: ['id'], sealed: ['objection', 'answer'] },
);
