/** Words of the construction subsidy, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const buildStates = {
  applied: { zh: '待县核', tone: 'warn' },
  notice: { zh: '公示中', tone: 'now' },
  granted: { zh: '已批准', tone: 'good' },
  refused: { zh: '不予补贴', tone: 'bad' },
} as const;
export type BuildState = keyof typeof buildStates;

export const partStates = {
  waiting: { zh: '还没有核', tone: 'plain' },
  checked: { zh: '核过，待批准', tone: 'now' },
  approved: { zh: '待拨付', tone: 'now' },
  paid: { zh: '已拨付', tone: 'good' },
  withheld: { zh: '不拨', tone: 'bad' },
} as const;
export type PartState = keyof typeof partStates;

export const claimStates = {
  proposed: { zh: '待领导定', tone: 'warn' },
  claimed: { zh: '追回中', tone: 'bad' },
  settled: { zh: '已结清', tone: 'good' },
  waived: { zh: '不追回', tone: 'plain' },
  mistaken: { zh: '登记错了', tone: 'plain' },
} as const;
export type ClaimState = keyof typeof claimStates;

export const partNames = ['第一期', '第二期', '第三期'] as const;

export const checkers = ['county-clerk'] as const satisfies readonly Performer[];
export const approvers = ['county-leader'] as const satisfies readonly Performer[];
