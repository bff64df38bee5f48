/** What pages read of batches, lines, entitlements, differences and recoveries, and the words of their states. */
import type { DivisionCode, Fen, Id, PlainDate, YearMonth } from '../schema/index.ts';
import type { ActionView } from '../service/index.ts';
import type { BatchKind, BatchState, LineKind, LineState } from './batch-states.ts';
import type { AmountVersion } from './due.ts';
import type { AdjustmentId, BankFileId, BatchId, EntitlementId, FineId, LineId, OverpaymentId } from './ids.ts';

export interface BatchRow {
  id: BatchId;
  programme: string;
  programmeZh: string;
  county: DivisionCode;
  countyName: string;
  month: YearMonth;
  seq: number;
  kind: BatchKind;
  kindZh: string;
  state: BatchState;
  stateZh: string;
  /** Lines that are or were to be paid; held and ended ones are not in it. */
  lineCount: number;
  sumFen: Fen;
  payOn: PlainDate;
  dueOn: PlainDate | null;
  /** A file of it is frozen: its bank is silent, and nothing is sent again before the bank has written. */
  frozen: boolean;
  version: number;
}

/** What ends the asking about a file that was frozen. */
export const inquiryAnswers = { 'not-paid': '没有付款，可以重发', 'result-file': '已补来回盘' } as const;
export type InquiryAnswer = keyof typeof inquiryAnswers;

/** What a bank writes. That a result follows is not the end: the file stays frozen until it is here. */
export const bankLetters = { 'not-paid': inquiryAnswers['not-paid'], 'result-follows': '已经付款，回盘另送' } as const;
export type BankLetterAnswer = keyof typeof bankLetters;

/** A file whose bank owes an answer. */
export interface OpenInquiry {
  fileId: BankFileId;
  batchId: BatchId;
  countyName: string;
  programmeZh: string;
  month: YearMonth;
  bankName: string;
  lineCount: number;
  sumFen: Fen;
  openedOn: PlainDate;
  /** Its last letter, that the result follows. */
  letterNo: string | null;
  /** The last day for what it owes: a letter from the first day on, then the result. */
  dueOn: PlainDate;
}

/** One file of a batch: what went to its bank, and what the bank said. */
export interface BankFileView {
  id: BankFileId;
  bankName: string;
  formatZh: string;
  hash: string;
  lineCount: number;
  sumFen: Fen;
  madeOn: PlainDate;
  /** The last day for its result. */
  resultBy: PlainDate;
  result: {
    creditedOn: PlainDate;
    paid: { count: number; sumFen: Fen };
    returned: { count: number; sumFen: Fen };
    importedAt: string;
    /** The written answer that stands for a result. */
    letterNo: string | null;
  } | null;
  /** The newest result file that was not believed, while there is none. */
  refused: { problem: string; at: string; byName: string } | null;
  inquiry: {
    openedOn: PlainDate;
    answerZh: string | null;
    /** Of the final answer, or of the last letter that the result follows; then with the last day for it. */
    letterNo: string | null;
    answeredOn: PlainDate | null;
    resultBy: PlainDate | null;
  } | null;
}

/** More than these are not on one 补发清册: it is made by township. */
export const BACK_PAY_LINES = 2000;

export interface BatchView extends BatchRow {
  /** Whom it waits for and what for; null once it is over. */
  waitsZh: string | null;
  hash: string;
  held: { count: number; sumFen: Fen };
  paid: { count: number; sumFen: Fen };
  returned: { count: number; sumFen: Fen };
  /** Lines for earlier months: what the 补发清册 lists. */
  backPay: { count: number; sumFen: Fen };
  /** Only the townships within the actor's scope. */
  townships: {
    township: DivisionCode;
    name: string;
    lineCount: number;
    sumFen: Fen;
    confirmedAt: string | null;
    confirmedBy: string | null;
  }[];
  events: {
    seq: number;
    actionZh: string;
    toZh: string;
    actorName: string;
    roleZh: string;
    at: string;
    note: string | null;
    lineCount: number;
    sumFen: Fen;
    hash: string;
  }[];
  bankFiles: readonly BankFileView[];
  allowedActions: ActionView[];
}

export interface LineRow {
  id: LineId;
  batchId: BatchId;
  no: number;
  entitlementId: EntitlementId;
  personId: Id<'Person'>;
  /** Null when the actor may not see the person. */
  personName: string | null;
  division: DivisionCode;
  divisionName: string;
  month: YearMonth;
  kind: LineKind;
  kindZh: string;
  covers: Record<YearMonth, Fen> | null;
  amountFen: Fen;
  last4: string | null;
  state: LineState;
  stateZh: string;
  holdCode: string | null;
  holdReason: string | null;
  returnReason: string | null;
  /** It waits, and whoever would be paid has died: somebody else is to be named. */
  payeeDead: boolean;
  /** 退票处理单. */
  slipId: string | null;
  paidOn: PlainDate | null;
}

/** A payment that waits for somebody to put something right; for months, if nobody does. */
export interface WaitingLine extends LineRow {
  programmeZh: string;
  /** The last day for it: of what came back, that for sending it again; of what is held, the pay day of its list. */
  dueOn: PlainDate;
}

/** One payment as the person reads it. */
export interface PaymentRow {
  lineId: LineId;
  programmeZh: string;
  month: YearMonth;
  kindZh: string;
  amountFen: Fen;
  stateZh: string;
  state: LineState;
  paidOn: PlainDate | null;
  payOn: PlainDate | null;
  last4: string | null;
  reason: string | null;
}

export interface EntitlementView {
  id: EntitlementId;
  programme: string;
  programmeZh: string;
  /** Null for an individual's own benefit. */
  householdId: Id<'Household'> | null;
  personId: Id<'Person'>;
  fromMonth: YearMonth;
  toMonth: YearMonth | null;
  state: 'active' | 'ended';
  endReason: string | null;
  /** What is due this month; null outside the entitlement. */
  amountFen: Fen | null;
  memberIds: Id<'Person'>[];
  versions: (AmountVersion & { id: string; reason: string; knownSince: string; decisionId: string | null; breakdown: unknown })[];
}

export interface FigureRow {
  county: DivisionCode;
  countyName: string;
  month: YearMonth;
  persons: number;
  households: number;
  sumFen: Fen;
  /** Per person, half up to the fen. */
  averageFen: Fen;
}

/** One page of a list; `next` is null on the last one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export const adjustmentDirections = { 'back-pay': '补发', recovery: '追回' } as const;
export type AdjustmentDirection = keyof typeof adjustmentDirections;
export const adjustmentStates = {
  proposed: '待确认',
  confirmed: '已确认',
  rejected: '不予调整',
  superseded: '已被新的调整取代',
} as const;

export interface AdjustmentRow {
  id: AdjustmentId;
  entitlementId: EntitlementId;
  direction: AdjustmentDirection;
  programme: string;
  programmeZh: string;
  personId: Id<'Person'>;
  personName: string | null;
  division: DivisionCode;
  divisionName: string;
  amountFen: Fen;
  months: readonly { month: YearMonth; fen: Fen }[];
  reason: string;
  state: keyof typeof adjustmentStates;
  proposedAt: string;
  /** The actor proposed it, so somebody else decides. */
  mine: boolean;
  decidedAt: string | null;
  decidedName: string | null;
  note: string | null;
  /** Of the line that pays a back-pay. */
  lineState: LineState | null;
  paidOn: PlainDate | null;
}

/** 性质认定 (5.14). */
export const overpaymentClasses = {
  death: '死亡未停',
  duplicate: '重复享受',
  fraud: '隐瞒骗取',
  clerical: '经办差错',
  'late-report': '迟报',
} as const;
export type OverpaymentClass = keyof typeof overpaymentClasses;

export const recoveryMethods = {
  return: '主动退回',
  offset: '按月抵扣',
  instalments: '分期退回',
  'write-off': '核销',
  court: '申请法院强制执行',
} as const;
/** `court` is no choice of a plan: it comes with the application to the court. */
export const plannedMethods = [
  'return',
  'offset',
  'instalments',
  'write-off',
] as const satisfies readonly (keyof typeof recoveryMethods)[];
export type RecoveryMethod = keyof typeof recoveryMethods;

/** How a debt grows less. */
export const receiptWays = {
  return: recoveryMethods.return,
  instalments: recoveryMethods.instalments,
  court: '法院执行',
  offset: recoveryMethods.offset,
  'came-back': '银行退回冲减',
  'due-again': '又应发冲减',
} as const;
export type ReceiptWay = keyof typeof receiptWays;
/** Cash came: by the other ways nothing is brought to the counter. */
export const isMoney = (way: ReceiptWay): boolean => way === 'return' || way === 'instalments' || way === 'court';

export const courtResults = {
  granted: '裁定准予执行',
  refused: '裁定不予执行',
  withdrawn: '撤回申请',
  finished: '执行完毕或者终结',
} as const;
export type CourtResult = keyof typeof courtResults;
/** What may still follow a result: who was granted enforcement waits for its end. */
export const courtOpen = (result: CourtResult | null): boolean => result === null || result === 'granted';

/** 申请人民法院强制执行. */
export interface CourtView {
  readonly id: string;
  readonly court: string;
  readonly number: string;
  readonly appliedOn: PlainDate;
  readonly result: CourtResult | null;
  readonly resultZh: string | null;
  readonly resultOn: PlainDate | null;
  readonly resultNote: string | null;
  readonly open: boolean;
  /** A reconsideration or a lawsuit about the benefit has no result yet: nothing is enforced meanwhile. */
  readonly suspended: boolean;
}

export interface OverpaymentRow {
  id: OverpaymentId;
  entitlementId: EntitlementId;
  programmeZh: string;
  personId: Id<'Person'>;
  personName: string | null;
  division: DivisionCode;
  divisionName: string;
  amountFen: Fen;
  recoveredFen: Fen;
  /** Part of what was recovered: what never reached the household, or is due to it after all. */
  lessenedFen: Fen;
  writtenOffFen: Fen;
  openFen: Fen;
  classification: OverpaymentClass;
  classificationZh: string;
  reason: string;
  openedOn: PlainDate;
  returnBy: PlainDate;
  version: number;
  plan: {
    method: RecoveryMethod;
    methodZh: string;
    monthlyFen: Fen | null;
    fromMonth: YearMonth | null;
    madeName: string;
    /** The benefit has ended: nothing can be kept back of it any more, and another way is to be chosen. */
    over: boolean;
  } | null;
  /** The case that granted it: where a meeting about it is asked for. Null where no case did, or none that the reader may see. */
  caseId: string | null;
  /** 多发款项追回通知书. */
  noticeId: string | null;
  /** The last application to the people's court; null where there is none. */
  court: CourtView | null;
  /** The limit for a voluntary return is over, money is open, and no application is. */
  mayApplyToCourt: boolean;
  /** The law of the programme knows a fine for fraud, and none is decided. */
  mayFine: boolean;
  fine: {
    id: FineId;
    amountFen: Fen;
    receivedFen: Fen;
    payBy: PlainDate;
    decidedName: string;
    documentId: string;
    version: number;
  } | null;
}

/** Why what was decided has not arrived, and whose it is to settle (三方对账). `state`: the lines that it counts. */
export const differenceKinds = {
  unlisted: { zh: '还没有编入名单（含听取意见前暂缓、待确认补发）', owner: '县财务经办', state: null },
  overpaid: { zh: '多于现在应发（待确认追回）', owner: '县财务复核', state: null },
  debt: { zh: '多发已确认，在追回台账', owner: '县财务经办', state: null },
  pending: { zh: '在批次中待发', owner: '发放批次当前环节', state: 'pending' },
  held: { zh: '暂停发放', owner: '乡镇（街道）', state: 'on-hold' },
  offset: { zh: '抵扣多发款项', owner: '县财务经办', state: null },
  transit: { zh: '已送银行，还没有回盘', owner: '代发银行', state: 'sent' },
  refused: { zh: '回盘文件有误，没有导入，待银行更正重送', owner: '代发银行，县财务经办催办', state: 'sent' },
  frozen: { zh: '过期没有回盘，已冻结，待银行答复', owner: '县财务经办', state: 'sent' },
  returned: { zh: '银行退票，待更正账户', owner: '乡镇（街道）', state: 'returned' },
  corrected: { zh: '账户已更正，待重发', owner: '县财务经办', state: 'corrected' },
} as const satisfies Record<string, { zh: string; owner: string; state: LineState | null }>;
export type DifferenceKind = keyof typeof differenceKinds;

export interface AgreementRow {
  county: DivisionCode;
  countyName: string;
  programme: string;
  programmeZh: string;
  month: YearMonth;
  /** Due by what is known now. */
  decidedFen: Fen;
  decidedCount: number;
  /** Left for the bank, whatever became of it; with what was made up later. */
  sentFen: Fen;
  receivedFen: Fen;
  receivedCount: number;
  /** Together they are what was decided less what arrived. */
  differences: readonly {
    kind: DifferenceKind;
    zh: string;
    owner: string;
    state: LineState | null;
    fen: Fen;
    count: number | null;
  }[];
}

/** Lines of a month's batch that are due for another month. */
export interface OtherMonthRow {
  batchId: BatchId;
  county: DivisionCode;
  countyName: string;
  programme: string;
  programmeZh: string;
  /** The month that they are due for. */
  month: YearMonth;
  fen: Fen;
  count: number;
}
