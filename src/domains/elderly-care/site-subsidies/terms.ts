/** Words of the subsidies of facilities, and who does what. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { SiteState } from '../facilities/terms.ts';

export const purposes = { run: '运营补贴', build: '一次性建设补贴' } as const;
export type Purpose = keyof typeof purposes;

export const subsidyStates = {
  applied: { zh: '待县核', tone: 'warn' },
  notice: { zh: '公示中', tone: 'now' },
  approved: { zh: '已批准，待拨付', tone: 'now' },
  paid: { zh: '已拨付', tone: 'good' },
  refused: { zh: '不予补贴', tone: 'bad' },
} as const;
export type SubsidyState = keyof typeof subsidyStates;

/** 验收以后. */
export const acceptedStates: readonly SiteState[] = ['accepted', 'handed-over', 'tendering', 'trial', 'operating'];

export const askers = ['township-clerk'] as const satisfies readonly Performer[];
export const checkers = ['county-clerk'] as const satisfies readonly Performer[];
export const approvers = ['county-leader'] as const satisfies readonly Performer[];
export const readers = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];
