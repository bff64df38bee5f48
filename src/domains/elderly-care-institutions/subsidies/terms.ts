/** Words of the operating subsidy, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const subsidyStates = {
  applied: { zh: '待县核', tone: 'warn' },
  notice: { zh: '公示中', tone: 'now' },
  approved: { zh: '已批准，待拨付', tone: 'now' },
  paid: { zh: '已拨付', tone: 'good' },
  refused: { zh: '不予补贴', tone: 'bad' },
} as const;
export type SubsidyState = keyof typeof subsidyStates;

export const checkers = ['county-clerk'] as const satisfies readonly Performer[];
export const approvers = ['county-leader'] as const satisfies readonly Performer[];
