/** 行政复议和行政诉讼 against a decision: within when, what may come of it. Pure. */
import { addMonths, plusDays } from '../calendar/index.ts';
import { defineErrors } from '../result/index.ts';
import type { FormField, PlainDate } from '../schema/index.ts';

export const appealKinds = { reconsideration: '行政复议', lawsuit: '行政诉讼' } as const;
export type AppealKind = keyof typeof appealKinds;

export const appealResults = {
  upheld: '维持原决定',
  changed: '变更原决定',
  revoked: '撤销原决定',
  remade: '责令重新作出决定',
  withdrawn: '撤回或终止',
} as const;
export type AppealResult = keyof typeof appealResults;

/** Whether the decision does not stand as it was. */
export const changesDecision = (result: AppealResult): boolean =>
  result === 'changed' || result === 'revoked' || result === 'remade';

/** The last day, counted from the day of the decision: 60 days (《行政复议法》第二十条), six months (《行政诉讼法》第四十六条). */
export const appealBy = (kind: AppealKind, decidedOn: PlainDate): PlainDate =>
  kind === 'reconsideration' ? plusDays(decidedOn, 60) : addMonths(decidedOn, 6);

export interface AppealView {
  readonly id: string;
  readonly decisionId: string;
  readonly kindZh: string;
  readonly filedOn: PlainDate;
  /** After the last day; whether it is heard all the same is for the body to say. */
  readonly late: boolean;
  readonly body: string;
  readonly number: string;
  readonly recordedName: string;
  readonly resultZh: string | null;
  readonly changes: boolean;
  readonly resultedOn: PlainDate | null;
  readonly resultText: string | null;
  /** The case that puts the decision right; null while nobody has opened one. */
  readonly remedyCaseId: string | null;
}
export interface Appeals {
  readonly rows: readonly AppealView[];
  /** Forms that the actor may fill; null for those who only read. */
  readonly forms: { readonly file: readonly FormField[]; readonly result: readonly FormField[] } | null;
}

defineErrors({
  APPEAL_NOT_FINAL: { http: 409, zh: '这是办理中的意见，不是决定，不能复议或起诉。', next: '请在作出的决定上登记。' },
  APPEAL_TWICE: { http: 409, zh: '这个决定的{kind}已经登记过。', next: '有结果的，请在原来那一条上登记结果。' },
  APPEAL_STANDS: { http: 409, zh: '结果没有改变原决定，不用重新办理。' },
  APPEAL_REMEDIED: { http: 409, zh: '已经按文书重新办理。', next: '请打开那一件继续办理。' },
  APPEAL_RESULTED: { http: 409, zh: '这件复议或诉讼的结果已经登记过。' },
});
