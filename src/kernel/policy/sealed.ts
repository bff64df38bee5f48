/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed({ table: 'decision', key: ['id'], sealed: ['content'] });
