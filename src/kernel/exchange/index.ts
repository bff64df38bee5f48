/**
 * 数据共享. Another department is asked only with a consent on file, a purpose and a case, and every query is on record. A department that
 * is down leaves its query waiting or failed, visibly; it never counts as an answer.
 */
import { z } from 'zod';
import { defineErrors } from '../result/index.ts';
import { type DivisionCode, FenAmount, isPlainDate, type PlainDate, PlainDateText, YearMonthText } from '../schema/index.ts';

/** Code of a data source, such as `tax`: a connector's name. */
export type Source = string;

/** One thing that a department knows about a person. `kind` is the department's word for it; what it means is the asking domain's business. */
export const AnswerItem = z.strictObject({
  kind: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  /** What a person reads. */
  text: z.string().max(200).default(''),
  /** Certificate or record number: the same thing told about two persons has the same one. */
  recordNo: z.string().max(60).nullable().default(null),
  amountFen: FenAmount.nullable().default(null),
  /** Months that an amount per month holds for, both included. */
  from: YearMonthText.nullable().default(null),
  to: YearMonthText.nullable().default(null),
  date: PlainDateText.nullable().default(null),
  /** Decimal text with a unit that the kind implies, such as square metres. */
  quantity: z
    .string()
    .regex(/^\d{1,7}(\.\d{1,2})?$/)
    .nullable()
    .default(null),
});
export type AnswerItem = z.infer<typeof AnswerItem>;
export type AnswerItemInput = z.input<typeof AnswerItem>;

/** The one result format of every connector: real-time, file or letter. `person`: the identity number that the answer is about. */
export const Answer = z.strictObject({
  person: z.string().max(18),
  source: z.string().max(40),
  asOf: z.string().refine(isPlainDate) as unknown as z.ZodType<PlainDate, PlainDate>,
  status: z.enum(['found', 'none']),
  items: z.array(AnswerItem).max(200),
});
export type Answer = z.infer<typeof Answer>;
export type AnswerInput = z.input<typeof Answer>;

/** How a source answers: the same format whichever way it comes. */
export const answerWays = { interface: '实时接口', file: '批量文件', letter: '信函' } as const;
export type AnswerWay = keyof typeof answerWays;
/** `off`: the source is not asked for the time being, and reports say so. */
export const sourceWays = { ...answerWays, off: '暂不查询' } as const;
export type SourceWay = keyof typeof sourceWays;

/** A source as a list of them knows it. */
export interface SourceDefinition {
  /** What it supplies, in Chinese: 个人所得税和经营所得. */
  readonly zh: string;
  /** The department that answers. */
  readonly owner: string;
  /** The provision that lets it be asked. */
  readonly basis: string;
  /** Kinds of its items, each with its name: what an officer or a file may write. */
  readonly tells: Readonly<Record<string, string>>;
  /** How it answers where a city has not said otherwise. */
  readonly way: AnswerWay;
  /** First day on which it may be asked. */
  readonly validFrom?: PlainDate;
}

export const queryStates = { pending: '等待反馈', answered: '已反馈', failed: '查询失败', timeout: '超时未反馈' } as const;
export type QueryState = keyof typeof queryStates;

/** Why the last attempt brought nothing. */
export const queryFaults = {
  timeout: '部门未在时限内答复',
  unavailable: '部门系统暂不可用',
  'wrong-person': '答复的不是所查的人',
  malformed: '答复格式不符合约定',
  foreign: '答复了不归这个来源提供的内容',
  'consent-ended': '授权已撤回或到期',
  'not-needed': '办件已办结，不再需要',
} as const;
export type QueryFault = keyof typeof queryFaults;

export interface Query {
  readonly id: string;
  readonly source: Source;
  readonly personId: string;
  readonly caseId: string;
  readonly division: DivisionCode;
  readonly purpose: string;
  readonly consentId: string;
  readonly reference: string;
  readonly state: QueryState;
  readonly dataAsOf: PlainDate;
  readonly askedAt: string;
  readonly attempts: number;
  readonly nextAt: string | null;
  readonly answeredAt: string | null;
  readonly answerAsOf: PlainDate | null;
  readonly error: QueryFault | null;
  readonly way: AnswerWay;
  /** Who is written to, where a source has several. */
  readonly addressee: string;
  /** Last day for the answer by file or letter. */
  readonly dueOn: PlainDate | null;
  readonly batchId: string | null;
  readonly letterId: string | null;
  /** The scanned letter. */
  readonly evidenceFile: string | null;
  /** The day on which the raw answer was destroyed, its retention being over. */
  readonly destroyedOn: PlainDate | null;
}

export interface Consent {
  readonly id: string;
  readonly personId: string;
  readonly guardianId: string | null;
  readonly caseId: string | null;
  readonly division: DivisionCode;
  readonly purpose: string;
  readonly sources: readonly Source[];
  readonly signedAt: string;
  readonly validTo: PlainDate;
  /** Null: agreed to in the form of the case. */
  readonly signatureFile: string | null;
  readonly revokedAt: string | null;
}

/** How a source has done in the last thirty days, for 数据来源状况. */
export interface SourceHealth {
  readonly source: Source;
  readonly zh: string;
  readonly owner: string;
  readonly basis: string;
  readonly way: SourceWay;
  readonly validFrom: PlainDate | null;
  readonly waiting: number;
  /** By file or letter, past their day. */
  readonly overdue: number;
  /** Given up: failed or timed out. */
  readonly failed: number;
  readonly answered: number;
  readonly oldestWaitingSince: string | null;
  readonly lastAnswerAt: string | null;
  /** The fault of the waiting or failed query that was asked last. */
  readonly lastFault: QueryFault | null;
}

export const departmentModes = {
  normal: '正常',
  slow: '缓慢',
  wrong: '答非所问',
  contradictory: '前后矛盾',
  down: '停用',
} as const;
export type DepartmentMode = keyof typeof departmentModes;

defineErrors({
  QUERY_WITHOUT_BASIS: {
    http: 403,
    zh: '没有有效授权、查询事由或办件，不能向{source}查询。本次请求已记录。',
    next: '请先取得本人（未成年人由监护人）签署的核对授权书。',
  },
  CONSENT_GUARDIAN_REQUIRED: { http: 422, zh: '未成年人的授权须由监护人签署。', next: '请填写监护人并由其签署。' },
  CONSENT_PERIOD: { http: 422, zh: '授权有效期无效，有效期至不能早于签署日期。' },
  CONSENT_ENDED: { http: 409, zh: '这份授权已经撤回。' },
  QUERY_CLOSED: { http: 409, zh: '这次查询已有结果，不能再次登记。' },
  FEED_ROW: { http: 422, zh: '{problem}。' },
  BATCH_EMPTY: { http: 409, zh: '{source}没有等着制作文件的查询。' },
  BATCH_FILE: {
    http: 422,
    zh: '这个文件不能采用：{reason}。一条也没有登记。',
    next: '请用下载的查询文件填写，另存为 .xlsx 后再上传。',
  },
  QUERY_WAY: { http: 409, zh: '这次查询由{way}答复，不能这样登记。' },
  ANSWER_UNFIT: { http: 422, zh: '反馈内容不能采用：{fault}。', next: '请退回反馈部门更正。' },
});
