/** Words of the subsidies that are counted. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'now';

export const states = {
  applied: { zh: '待县核', tone: 'warn' },
  checked: { zh: '核过，待批准', tone: 'now' },
  approved: { zh: '已批准，待拨付', tone: 'now' },
  paid: { zh: '已拨付', tone: 'good' },
  refused: { zh: '不予补贴', tone: 'bad' },
} as const;
export type SubsidyState = keyof typeof states;

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

/** What stops an approval until it is cleared up. */
export const reviewKinds = { objection: '公示异议', sample: '市级抽查', correction: '退回重核' } as const;
export type ReviewKind = keyof typeof reviewKinds;
