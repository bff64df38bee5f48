/** Words of 委托乡镇确认 and of the county's sample of it. Pure: tables and the browser use them too. */
import type { FormField, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

/** Flag of a case that the township confirms; it is there from acceptance (a review: from its opening) until the county takes the case over. */
export const BY_TOWNSHIP = 'by-township';

/** The switch by which townships confirm 低保, 低保边缘 and 刚性支出困难, and decide their reviews: dated, by division, with the province's paper as its source. */
export const DIBAO_BY_TOWNSHIP = 'DIBAO-BY-TOWNSHIP';

/** The same for 特困: townships recognise; the care and every end of it stay as they are. */
export const TEKUN_BY_TOWNSHIP = 'TEKUN-BY-TOWNSHIP';

/** The steps in which the township decides. */
export const townshipSteps = ['confirmingHere', 'decidingHere'] as const;

/** What a township decided, by the action that decided it. */
export const townshipDecisions = { confirm: '确认', recognise: '认定', refuse: '不予确认', decide: '复核决定' } as const;
export type TownshipDecision = keyof typeof townshipDecisions;

export const verdicts = { agreed: '没有问题', wrong: '不对，重新办理' } as const;
export type Verdict = keyof typeof verdicts;

/** Why a township hands a case to the county although it may decide. The first two the law itself gives to the county (57号第二十条). */
export const handingGrounds = {
  complaint: '有人举报或者投诉',
  'staff-relative': '发现与工作人员有近亲属关系',
  'no-other-leader': '没有另一位负责人可以确认',
  hard: '情况复杂，乡镇（街道）定不下来',
} as const;

/** A decision of a township that the county looks at again. */
export interface CheckView {
  readonly id: string;
  readonly caseId: string;
  readonly applicantName: string;
  readonly placeName: string;
  readonly whatZh: string;
  readonly decidedOn: PlainDate;
  readonly decidedName: string;
  readonly month: YearMonth;
  readonly dueOn: PlainDate;
  readonly overdue: boolean;
  readonly verdict: Verdict | null;
  readonly note: string;
  readonly checkedOn: PlainDate | null;
  readonly checkedName: string | null;
  /** Where what was found wrong is put right. */
  readonly remedyCaseId: string | null;
  /** What the reader may do: empty once it is judged, and for those who only read. */
  readonly actions: readonly {
    readonly action: Verdict;
    readonly zh: string;
    readonly causes: string;
    readonly danger: boolean;
    readonly fields: readonly FormField[];
  }[];
}

/** The draw of one month in one county. */
export interface DrawView {
  readonly county: string;
  readonly countyName: string;
  readonly month: YearMonth;
  readonly decisions: number;
  readonly drawn: number;
  /** Drawn and not looked at yet. */
  readonly open: number;
  readonly wrong: number;
  readonly rate: string;
  readonly seed: string;
  readonly drawnOn: PlainDate;
}
