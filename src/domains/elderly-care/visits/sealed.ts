/** What the visits seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const standingPlace = (personId: string): string => `visit_standing.content:${personId}`;
export const visitPlace = (id: string): string => `elder_visit.content:${id}`;
export const calledPlace = (id: string): string => `no_answer_case.called_note:${id}`;
export const outcomePlace = (id: string): string => `no_answer_case.outcome_note:${id}`;
export const resultPlace = (id: string): string => `care_need.result:${id}`;

defineSealed(
  { table: 'visit_standing', key: ['person_id'], sealed: ['content'] },
  { table: 'elder_visit', key: ['id'], sealed: ['content'] },
  { table: 'no_answer_case', key: ['id'], sealed: ['called_note', 'outcome_note'] },
  { table: 'care_need', key: ['id'], sealed: ['result', 'note'] },
);
