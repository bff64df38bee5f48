/** The states of a batch and of a line, and who acts in them. Pure. */
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import type { PayDates } from './pay-days.ts';

export type BatchAction =
  | 'startCheck'
  | 'confirmTownship'
  | 'submitReview'
  | 'reviewCounty'
  | 'returnToTownships'
  | 'approveTreasury'
  | 'sendToBank'
  | 'importBankResult'
  | 'reconcile';

export interface BatchStep {
  readonly zh: string;
  /** The day by which this state should be left. */
  readonly by: keyof PayDates | null;
  readonly can: Partial<Record<BatchAction, readonly Performer[]>>;
}

/** The states of a batch (social assistance 4.7): the server allows by it, the page draws its buttons from it. */
export const batchStates = {
  draft: { zh: '草稿', by: 'townshipBy', can: { startCheck: ['finance-clerk'] } },
  checking: { zh: '核对中', by: 'townshipBy', can: { confirmTownship: ['township-clerk', 'township-leader'] } },
  'township-confirmed': {
    zh: '乡镇已确认',
    by: 'countyBy',
    can: {
      submitReview: ['finance-clerk'],
      reviewCounty: ['finance-reviewer'],
      returnToTownships: ['finance-clerk', 'finance-reviewer'],
    },
  },
  'county-reviewed': {
    zh: '县级已复核',
    by: 'treasuryBy',
    can: { approveTreasury: ['treasury-officer'], returnToTownships: ['treasury-officer'] },
  },
  'treasury-approved': { zh: '财政已审核', by: 'payOn', can: { sendToBank: ['finance-clerk'] } },
  sent: { zh: '已送银行', by: 'resultBy', can: { importBankResult: ['finance-clerk'] } },
  'partly-paid': { zh: '部分成功', by: 'resultBy', can: { importBankResult: ['finance-clerk'], reconcile: ['finance-clerk'] } },
  'all-paid': { zh: '全部成功', by: 'resultBy', can: { reconcile: ['finance-clerk'] } },
  reconciled: { zh: '已对账', by: null, can: {} },
} as const satisfies Record<string, BatchStep>;
export type BatchState = keyof typeof batchStates;

/** In words: once it is submitted for the county's review, a batch waits for the reviewer and no longer for whoever prepared it. */
export const batchStateZh = (state: BatchState, prepared: boolean): string =>
  state === 'township-confirmed' && prepared ? '待县级复核' : batchStates[state].zh;

export const batchActions = {
  startCheck: { zh: '开始核对', causes: '再次核对死亡、账户等情况，并把名单送各乡镇确认。' },
  confirmTownship: { zh: '确认本乡镇名单', causes: '确认本乡镇的人员和金额；各乡镇都确认后送县级复核。' },
  submitReview: { zh: '提交复核', causes: '以经办人身份提交，由另一人复核。' },
  reviewCounty: { zh: '复核通过', causes: '确认人数和金额无误，送财政审核。' },
  returnToTownships: { zh: '退回重新确认', causes: '各乡镇的确认作废，须重新确认。' },
  approveTreasury: { zh: '审核同意拨款', causes: '同意拨付本批资金。' },
  sendToBank: { zh: '送银行', causes: '送出前再次核对死亡、账户等情况；没有变化就生成送银行文件。' },
  importBankResult: { zh: '导入银行回盘', causes: '按银行结果登记每一笔成功或退回，并通知本人。' },
  reconcile: { zh: '对账', causes: '成功与退回合计须等于送银行合计，并与账户支出相符。' },
} as const satisfies Record<BatchAction, { zh: string; causes: string }>;

/** Steps that move a batch on; giving it back is nobody's turn. */
export const forward = (state: BatchState): BatchAction[] =>
  (Object.keys(batchStates[state].can) as BatchAction[]).filter((action) => action !== 'returnToTownships');

/** The one step that a batch waits for now, and who does it; null once it is over or has nothing to pay. */
export function turnOf(batch: {
  state: BatchState;
  lineCount: number;
  prepared: boolean;
  unanswered: number;
}): { action: BatchAction; performers: readonly Performer[] } | null {
  if (batch.lineCount === 0) return null;
  const action = forward(batch.state).find((step) => {
    if (step === 'submitReview') return !batch.prepared;
    if (step === 'importBankResult') return batch.unanswered > 0;
    return true;
  });
  return action ? { action, performers: (batchStates[batch.state] as BatchStep).can[action]! } : null;
}

/** Whether the table lets this actor do this in this state. */
export function performs(state: BatchState, action: BatchAction, actor: Pick<Actor, 'role' | 'duty'>): boolean {
  const performers = (batchStates[state] as BatchStep).can[action];
  return performers !== undefined && isOneOf(actor, performers);
}

export const batchKinds = { regular: '当月发放', supplementary: '补发' } as const;
export type BatchKind = keyof typeof batchKinds;

export const lineStates = {
  pending: '待发',
  'on-hold': '暂停',
  sent: '已送',
  paid: '成功',
  returned: '退票',
  corrected: '已更正',
  reissued: '已重发',
  ended: '终止',
  recovered: '已追回',
} as const;
export type LineState = keyof typeof lineStates;

/** A hold that another payee ends: the one whose account is paid has died. */
export const DEAD_PAYEE_HOLD = 'payee-dead';

/** Holds that a right account ends: there is none, or the bank's file cannot write it. */
export const accountHolds = ['account-missing', 'account-unwritable'] as const;

export const lineKinds = { regular: '当月', reissue: '重发', 'back-pay': '补差' } as const;
export type LineKind = keyof typeof lineKinds;

/** Why banks send money back. A code that is not here keeps the bank's own words. */
export const returnCodes = {
  R01: '户名不符',
  R02: '账号不存在',
  R03: '账户已注销',
  R04: '账户冻结或止付',
  R05: '账户类型不符',
  R98: '银行书面答复：没有付款',
} as const;
export type ReturnCode = keyof typeof returnCodes;
