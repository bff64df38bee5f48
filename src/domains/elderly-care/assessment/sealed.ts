/** What the assessment seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed({ table: 'capacity_assessment', key: ['id'], sealed: ['content'] });
