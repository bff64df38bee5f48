/** What a conference seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed({ table: 'case_conference', key: ['id'], sealed: ['content'] });
