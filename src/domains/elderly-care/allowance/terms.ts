/** Names shared by the parts of the old-age allowance. */
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const ALLOWANCE_ITEM = 'EL-02';
export const HOLD_LIFE = 'old-age.life-check';

export const awardStates = { active: '在享', suspended: '暂停', ended: '停发' } as const;
export type AwardState = keyof typeof awardStates;

/** Lists of the page 高龄津贴. */
export const allowanceLists = {
  active: '在享',
  check: '要认证的',
  suspended: '暂停',
  ended: '停发',
} as const;
export type AllowanceList = keyof typeof allowanceLists;

export interface AllowanceRow {
  readonly personId: string;
  readonly name: string;
  readonly villageName: string;
  readonly age: number;
  readonly stateZh: string;
  readonly amountFen: Fen;
  readonly fromMonth: YearMonth;
  readonly lastMonth: YearMonth | null;
  readonly suspendedFrom: YearMonth | null;
  readonly reason: string | null;
  /** Last day of this year's life check. */
  readonly checkDueOn: PlainDate;
  readonly lastSeenOn: PlainDate | null;
  /** The village records that it has seen the person. */
  readonly mayCheck: boolean;
}

export interface MyAllowance {
  readonly amountFen: Fen;
  readonly stateZh: string;
  readonly fromMonth: YearMonth;
  readonly lastMonth: YearMonth | null;
  readonly why: string | null;
  readonly checkDueOn: PlainDate;
}
