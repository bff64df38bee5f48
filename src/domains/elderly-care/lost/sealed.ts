/** What the search for the lost seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const sheetPlace = (id: string): string => `lost_search.sheet:${id}`;
export const sightingPlace = (id: string): string => `lost_sighting.content:${id}`;
export const stepPlace = (searchId: string, step: string): string => `lost_step.note:${searchId}:${step}`;
export const noticePlace = (id: string): string => `lost_notice.content:${id}`;

defineSealed(
  { table: 'lost_search', key: ['id'], sealed: ['sheet'] },
  { table: 'lost_sighting', key: ['id'], sealed: ['content'] },
  {
    table: 'lost_step',
    key: ['id'],
    needs: ['search_id', 'step'],
    sealed: ['note'],
    place: (row) => `lost_step.note:${row.search_id}:${row.step}`,
  },
  { table: 'lost_notice', key: ['id'], sealed: ['content'] },
);
