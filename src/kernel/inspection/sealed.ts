/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed({ table: 'inspection_draw', key: ['id'], sealed: ['secret_sealed'] });
