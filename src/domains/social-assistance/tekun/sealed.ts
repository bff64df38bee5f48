/** What 特困供养 seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'tekun_assessment', key: ['id'], sealed: ['content'] },
  { table: 'tekun_visit', key: ['id'], sealed: ['content'] },
  { table: 'tekun_agreement', key: ['id'], sealed: ['content'] },
);
