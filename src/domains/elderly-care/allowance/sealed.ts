/** What the old-age allowance seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed({ table: 'life_check', key: ['id'], sealed: ['contact'] });

export const checkPlace = (id: string): string => `life_check.contact:${id}`;
