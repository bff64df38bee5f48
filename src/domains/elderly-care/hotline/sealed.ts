/** What the care hotline seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const callPlace = (id: string): string => `care_hotline_call.said:${id}`;

defineSealed({ table: 'care_hotline_call', key: ['id'], sealed: ['said'] });
