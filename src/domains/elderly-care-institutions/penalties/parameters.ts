/** Standards of the procedure of penalties, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export const penaltyParameters = {
  'CARE-FINE-MOST': '养老机构行政处罚：罚款最多',
  'CARE-FINE-HEARING': '养老机构行政处罚：罚款到多少适用听证',
  'CARE-PENALTY-SAY': '养老机构行政处罚：告知以后几个工作日内陈述申辩、申请听证',
  'CARE-PENALTY-PUBLISH': '养老机构行政处罚：决定以后几个工作日内公开',
  'CARE-PENALTY-PAY': '养老机构行政处罚：几日内缴罚款',
  'CARE-FINE-RETURN': '养老机构行政处罚：撤销以后几日内退还罚款',
} as const;
type Key = keyof typeof penaltyParameters;

export const penaltyLimits = <const K extends readonly Key[]>(tx: Tx, division: DivisionCode, keys: K) =>
  wholeParameters(tx, keys, division);
