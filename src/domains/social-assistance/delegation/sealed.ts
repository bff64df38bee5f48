/** What the county's look at townships' decisions seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed({ table: 'township_decision', key: ['case_id'], sealed: ['note'] });
