/** What these records seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'needs_assessment', key: ['id'], sealed: ['content'] },
  { table: 'referral', key: ['id'], sealed: ['content', 'reply'] },
  { table: 'charity_aid', key: ['id'], sealed: ['content'] },
);
