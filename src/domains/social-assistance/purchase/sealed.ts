/** What purchased services seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed({ table: 'service_task', key: ['id'], sealed: ['note', 'visit'] });
