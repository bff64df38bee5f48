/** Words of claims and of the subsidy of liability insurance, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const claimStates = {
  reported: { zh: '已报案', tone: 'warn' },
  surveyed: { zh: '已查勘', tone: 'now' },
  paid: { zh: '已赔付', tone: 'good' },
  refused: { zh: '不赔', tone: 'bad' },
} as const;
export type ClaimState = keyof typeof claimStates;

export const subsidyStates = {
  applied: { zh: '待县核', tone: 'warn' },
  checked: { zh: '核过，待批准', tone: 'now' },
  approved: { zh: '已批准，待拨付', tone: 'now' },
  paid: { zh: '已拨付', tone: 'good' },
  refused: { zh: '不予补贴', tone: 'bad' },
} as const;
export type SubsidyState = keyof typeof subsidyStates;

export const checkers = ['county-clerk'] as const satisfies readonly Performer[];
export const approvers = ['county-leader'] as const satisfies readonly Performer[];
