/** The telephone of whom an elder lets read. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const linkPlace = (id: string): string => `elder_family_link.phone:${id}`;

defineSealed({ table: 'elder_family_link', key: ['id'], sealed: ['phone'] });
