/** 核对办理状态、数据来源: names that the server, the page and the report share. */
import type { Performer } from '../../../kernel/access/index.ts';

export const verificationStates = {
  'awaiting-consent': '待授权',
  requested: '已提请',
  started: '已启动',
  querying: '查询中',
  'partly-answered': '部分反馈',
  reported: '报告已出',
  disputed: '异议',
  rechecking: '复核',
  archived: '归档',
} as const;
export type VerificationState = keyof typeof verificationStates;

/** The applicant objected to the report and the result of the re-check is not there yet. */
export const isDisputed = (state: VerificationState): boolean => state === 'disputed' || state === 'rechecking';

/** The purpose that consents are signed for and queries are asked with. */
export const VERIFICATION_PURPOSE = '最低生活保障家庭经济状况核对';

/** 核对结果 of one member at one source. */
export const checkResults = { consistent: '一致', inconsistent: '不一致', unanswered: '未反馈', abnormal: '异常' } as const;
export type CheckResult = keyof typeof checkResults;

/** Who runs the check, who disposes of what it found, who may read it. */
export const checkers = ['verification-officer'] as const satisfies readonly Performer[];
export const disposers = ['verification-officer', 'township-clerk', 'county-clerk'] as const satisfies readonly Performer[];
export const readers = [
  ...disposers,
  'township-leader',
  'county-leader',
  'county-confirmer',
] as const satisfies readonly Performer[];

/** Why a source was not asked about somebody: stands in the report. */
export const notAskedReasons = {
  'not-consented': '授权没有包括这个来源',
  'not-yet': '法律规定的查询尚未施行',
  off: '本市暂不查询',
  'not-triggered': '没有需要查询的情形',
} as const;
export type NotAsked = keyof typeof notAskedReasons;
