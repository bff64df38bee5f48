/** Names shared by the parts of the old-age allowance. */
import type { Fen, FormField, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

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

/** How the village sees somebody for the yearly check. */
export const wantedWays = { home: '上门见到本人', office: '本人到村（社区）', video: '视频见到本人' } as const;
export type WantedWay = keyof typeof wantedWays;
/** `void`: asked for, and no longer needed when the allowance ended. */
export const checkWays = { ...wantedWays, data: '有见到本人的记录', void: '已经停发，不用了' } as const;
export type CheckWay = keyof typeof checkWays;

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
  /** Asked for by the person or the family: how, until when, whom to call. */
  readonly asked: { readonly says: string; readonly phone: string; readonly late: boolean } | null;
}

export interface MyCheck {
  /** Already asked for, in words. */
  readonly asked: string | null;
  /** The form, when it can be done now. */
  readonly fields: readonly FormField[] | null;
  /** 认证记录. */
  readonly records: readonly { readonly on: PlainDate; readonly says: string }[];
}

export interface MyAllowance {
  readonly amountFen: Fen;
  readonly stateZh: string;
  readonly fromMonth: YearMonth;
  readonly lastMonth: YearMonth | null;
  readonly why: string | null;
  readonly checkDueOn: PlainDate;
  readonly check: MyCheck;
}
