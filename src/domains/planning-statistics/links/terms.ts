/** Words of 规划衔接. Pure: the browser uses them too. */
import { cityOffice, countyOffice, type Performer } from '../../../kernel/access/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Apart } from './rules.ts';

export const linkReaders: readonly Performer[] = [...countyOffice, ...cityOffice, 'auditor'];
export const linkKeeper = 'city-clerk' satisfies Performer;

/** What the other plan is to ours. */
export const relations = {
  higher: '上级规划',
  detail: '专项或年度计划',
  succeeds: '上一期规划',
  parallel: '其他部门或同级规划',
} as const;
export type Relation = keyof typeof relations;

/** One goal of a link as it is shown; `indicator`: it stands in the library. */
export interface LinkedGoal {
  readonly indicator: string | null;
  readonly name: string;
  readonly plan: string;
  readonly text: string;
}
export interface LinkView {
  readonly id: string;
  readonly relationZh: string;
  readonly ours: LinkedGoal;
  readonly other: LinkedGoal;
  readonly apart: Apart;
  readonly says: string;
  readonly note: string;
  readonly entered: string;
  readonly offers: readonly Offer[];
}
export interface LinksPage {
  readonly rows: readonly LinkView[];
  readonly offers: readonly Offer[];
}
