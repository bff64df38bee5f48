/** What mutual aid seals: what was said with a request, and its code. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const aidPlace = (field: 'note' | 'code', id: string): string => `aid_request.${field}:${id}`;

defineSealed({ table: 'aid_request', key: ['id'], sealed: ['note', 'code'] });
