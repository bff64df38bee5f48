/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed({ table: 'consultation_opinion', key: ['consultation_id', 'no'], needs: ['id'], sealed: ['content'] });
