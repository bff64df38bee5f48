/** 养老热线 (4.20): the kinds of calls, and who takes them. */
import type { Performer } from '../../../kernel/access/index.ts';

export const callKinds = {
  enquiry: '咨询',
  service: '要服务',
  urgent: '紧急',
  complaint: '投诉举报',
  abuse: '举报虐待老人',
} as const;
export type CallKind = keyof typeof callKinds;

export const outcomes = { ordered: '已下单', otherwise: '没有下单' } as const;
export type CallOutcome = keyof typeof outcomes;

export const agents = ['hotline-agent'] as const satisfies readonly Performer[];
export const hotlineReaders = [...agents, 'county-clerk', 'county-leader'] as const satisfies readonly Performer[];
