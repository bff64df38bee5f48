/** Words of 入库申报: a township's entry goes through its county, a county's own straight to the city. */
import type { Performer } from '../../../kernel/access/index.ts';

export const entryStates = {
  county: '待县核',
  city: '待市审定',
  returned: '退回待改',
  admitted: '已入库',
  withdrawn: '已撤回',
} as const;
export type EntryState = keyof typeof entryStates;
export const entryStateOrder = Object.keys(entryStates) as EntryState[];

export const entrySteps = {
  enter: '填报',
  correct: '改报',
  check: '县里核过，报市',
  admit: '审定入库',
  return: '退回',
  withdraw: '撤回',
} as const;
export type EntryStepKind = keyof typeof entrySteps;

/** Who enters and corrects; who passes a township's on; who admits; who sends back. */
export const enterers = ['township-clerk', 'county-clerk'] as const satisfies readonly Performer[];
export const entryChecker = 'county-clerk' satisfies Performer;
export const admitter = 'city-clerk' satisfies Performer;
export const returners = [entryChecker, admitter] as const satisfies readonly Performer[];
