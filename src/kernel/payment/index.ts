/**
 * 发放: an entitlement is paid at most once for a month, and whoever makes a batch does not check it. The states of a batch and
 * of a line, who acts in them, the days of a run, and the month arithmetic of what is due. Pure.
 */
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import { type Calendar, firstDayOf, monthOf, plusDays, plusMonths } from '../calendar/index.ts';
import type { DivisionCode, Fen, Id, PlainDate, YearMonth } from '../schema/index.ts';
import type { ActionView } from '../service/index.ts';

import './errors.ts';

export type { PaymentError } from './errors.ts';

export type BatchId = Id<'PaymentBatch'>;
export type LineId = Id<'PaymentLine'>;
export type BankFileId = Id<'BankFile'>;
export type EntitlementId = Id<'Entitlement'>;
export type AdjustmentId = Id<'PaymentAdjustment'>;
export type OverpaymentId = Id<'Overpayment'>;
export type FineId = Id<'RecoveryFine'>;

/** How a programme is called: `zh` on screens, `money` in messages to people. Registered by the domain that grants it. */
export interface Programme {
  readonly key: string;
  readonly zh: string;
  readonly money: string;
  /** `single`: granted one by one, not month by month; its lists are made as grants come, once a week. */
  readonly grants?: 'single';
  /** Where its law knows a fine for fraud: the parameter of the cap, and the provision as a decision quotes it. */
  readonly fine?: { readonly cap: string; readonly law: string };
}
const programmes = new Map<string, Programme>();
export function defineProgramme(programme: Programme): Programme {
  const known = programmes.get(programme.key);
  if (known && JSON.stringify(known) !== JSON.stringify(programme))
    throw new Error(`programme ${programme.key} is defined twice`);
  programmes.set(programme.key, programme);
  return programme;
}
/** Every programme that pays, in the order of their keys. */
export const allProgrammes = (): Programme[] => [...programmes.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
export const programmeOf = (key: string): Programme => programmes.get(key) ?? { key, zh: '补助', money: '补助金' };

/** The days of a monthly run (parameters of the programme; working days are counted before the pay day or after it). */
export interface PaySchedule {
  /** Day of M−1 from which the list of M is frozen. */
  readonly freezeDay: number;
  /** Day of M on which the bank credits; the working day before when it is none. */
  readonly payDay: number;
  readonly townshipWorkdays: number;
  readonly countyWorkdays: number;
  readonly treasuryWorkdays: number;
  /** After the pay day: result imported; returned lines sent again. */
  readonly resultWorkdays: number;
  readonly reissueWorkdays: number;
}

export interface PayDates {
  readonly freezeOn: PlainDate;
  readonly townshipBy: PlainDate;
  readonly countyBy: PlainDate;
  readonly treasuryBy: PlainDate;
  readonly payOn: PlainDate;
  readonly resultBy: PlainDate;
  readonly reissueBy: PlainDate;
}

const dayOf = (month: YearMonth, day: number): PlainDate => plusDays(firstDayOf(month), day - 1);

/** A pay day that is no working day moves to the working day before (platform 4.1, set by the programme's own file). */
export function payDayOf(calendar: Calendar, month: YearMonth, payDay: number, division?: DivisionCode): PlainDate {
  let day = dayOf(month, payDay);
  while (!calendar.isWorkday(day, division)) day = plusDays(day, -1);
  return day;
}

export const freezeDayOf = (month: YearMonth, freezeDay: number): PlainDate => dayOf(plusMonths(month, -1), freezeDay);

/** The limits of a batch that is paid on a day. None lies before `today`: a supplementary batch has no time to lose. */
export function payDates(
  calendar: Calendar,
  month: YearMonth,
  schedule: PaySchedule,
  options: { payOn: PlainDate; today: PlainDate; division: DivisionCode },
): PayDates {
  const { payOn, today, division } = options;
  const before = (workdays: number): PlainDate => {
    const day = calendar.workdaysBefore(payOn, workdays, division);
    const past = day < today;
    return past ? today : day;
  };
  return {
    freezeOn: freezeDayOf(month, schedule.freezeDay),
    townshipBy: before(schedule.townshipWorkdays),
    countyBy: before(schedule.countyWorkdays),
    treasuryBy: before(schedule.treasuryWorkdays),
    payOn,
    resultBy: calendar.addWorkdays(payOn, schedule.resultWorkdays, division),
    reissueBy: calendar.addWorkdays(payOn, schedule.reissueWorkdays, division),
  };
}

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

/** A person is entitled for the whole month of death (5.14). */
export const lastMonthAtDeath = (diedOn: PlainDate): YearMonth => monthOf(diedOn);

export interface AmountVersion {
  readonly no: number;
  readonly fromMonth: YearMonth;
  readonly amountFen: Fen;
}

/** What is due for a month: of the versions that reach it, the one known last; 0 outside the entitlement. */
export function dueFor(
  month: YearMonth,
  entitlement: { fromMonth: YearMonth; toMonth: YearMonth | null; versions: readonly AmountVersion[] },
): Fen {
  if (month < entitlement.fromMonth || (entitlement.toMonth !== null && month > entitlement.toMonth)) return 0;
  const reaching = entitlement.versions.filter((v) => v.fromMonth <= month);
  return reaching.reduce<AmountVersion | null>((last, v) => (last === null || v.no > last.no ? v : last), null)?.amountFen ?? 0;
}

export interface OverpaidMonth {
  readonly month: YearMonth;
  readonly paidFen: Fen;
  readonly dueFen: Fen;
  readonly overpaidFen: Fen;
}

/** Months for which more was paid than is due by what is known now (5.14): Σ(paid − entitled). */
export function overpaidMonths(
  paid: readonly { month: YearMonth; amountFen: Fen }[],
  entitlement: Parameters<typeof dueFor>[1],
): OverpaidMonth[] {
  const sums = new Map<YearMonth, Fen>();
  for (const line of paid) sums.set(line.month, (sums.get(line.month) ?? 0) + line.amountFen);
  return [...sums]
    .map(([month, paidFen]) => {
      const dueFen = dueFor(month, entitlement);
      return { month, paidFen, dueFen, overpaidFen: paidFen - dueFen };
    })
    .filter((m) => m.overpaidFen > 0)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

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

export interface BatchView extends BatchRow {
  hash: string;
  held: { count: number; sumFen: Fen };
  paid: { count: number; sumFen: Fen };
  returned: { count: number; sumFen: Fen };
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
  /** 退票处理单. */
  slipId: string | null;
  paidOn: PlainDate | null;
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

export const recoveryMethods = { return: '主动退回', offset: '按月抵扣', instalments: '分期退回', 'write-off': '核销' } as const;
export type RecoveryMethod = keyof typeof recoveryMethods;

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
  } | null;
  /** The case that granted it: where a meeting about it is asked for. Null where no case did, or none that the reader may see. */
  caseId: string | null;
  /** 多发款项追回通知书. */
  noticeId: string | null;
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

/** The most that may be kept back from one month's payment: whole yuan of the share allowed, never all of it (5.14). */
export function offsetLimit(monthFen: Fen, percent: number): Fen {
  const share = Math.floor((monthFen * percent) / 100);
  return Math.min(share - (share % 100), monthFen - 1);
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
