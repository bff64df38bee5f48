/** What this capability seals, for a change of keys and for backups: who objected on the page of the notice, and his words. */
import { defineSealed } from '../protect/server.ts';

defineSealed({ table: 'subsidy_review', key: ['id'], sealed: ['content'] });

export const objectionPlace = (id: string): string => `subsidy_review.content:${id}`;
