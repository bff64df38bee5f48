/** What recurring tasks seal, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

export const stepPlace = (planId: string, seq: number): string => `task_step.note:${planId}:${seq}`;

defineSealed({
  table: 'task_step',
  key: ['plan_id', 'seq'],
  sealed: ['note'],
  place: (row) => stepPlace(String(row.plan_id), Number(row.seq)),
});
