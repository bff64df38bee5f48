/** Whom to call for somebody in day care. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const dayCarePlace = (id: string): string => `day_care_member.contact:${id}`;
defineSealed({ table: 'day_care_member', key: ['id'], sealed: ['contact'], place: (row) => dayCarePlace(row.id!) });
