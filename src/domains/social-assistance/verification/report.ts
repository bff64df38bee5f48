/** 核对报告: what the officers of a case read. Pure: the server makes it, the page and the paper show it. */
import type { AnswerItem, AnswerWay, QueryFault, QueryState } from '../../../kernel/exchange/index.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Hint } from './hints.ts';
import { sourceList, type VerificationSource } from './sources.ts';
import type { CheckResult, NotAsked } from './states.ts';

/** One line of the report. */
export interface ReportLine {
  readonly member: string;
  readonly source: VerificationSource;
  /** Where a source has several. */
  readonly addressee?: string;
  readonly way?: AnswerWay;
  readonly result: CheckResult;
  readonly asOf: PlainDate | null;
  readonly items: readonly AnswerItem[];
}

export interface Report {
  readonly lines: readonly ReportLine[];
  /** Owners of the sources that had not answered for somebody when the report was issued. */
  readonly unanswered: readonly string[];
  /** Why it was issued nevertheless. */
  readonly proceedReason: string | null;
  /** Whom nobody was asked about where, and why. */
  readonly notAsked?: readonly { readonly member: string; readonly source: VerificationSource; readonly reason: NotAsked }[];
  readonly hints?: readonly Hint[];
}

const unitOf: Readonly<Record<string, string>> = { house: '平方米', certificate: '级' };

/** One record as a person reads it: 住房：城镇住宅，120平方米. */
export function itemText(source: VerificationSource, item: AnswerItem): string {
  const names: Readonly<Record<string, string>> = sourceList[source]?.tells ?? {};
  const months = item.from || item.to ? `${item.from ?? ''}至${item.to ?? '今'}` : '';
  const quantity = item.quantity && item.kind !== 'certificate' ? `${item.quantity}${unitOf[item.kind] ?? ''}` : '';
  const amount = item.amountFen === null ? '' : yuan(item.amountFen);
  const details = [
    item.text,
    amount,
    quantity,
    months,
    item.date,
    item.recordNo && item.kind !== 'benefit' ? `证号${item.recordNo}` : '',
  ];
  return [names[item.kind] ?? item.kind, details.filter(Boolean).join('，')].filter(Boolean).join('：');
}

/** One row of 等反馈: a case and a source that it waits for. */
export interface OpenQuery {
  readonly id: string;
  readonly caseId: string;
  readonly caseNo: string | null;
  readonly applicantName: string;
  readonly divisionName: string;
  readonly source: VerificationSource;
  readonly sourceName: string;
  readonly way: AnswerWay;
  readonly state: QueryState;
  readonly fault: QueryFault | null;
  readonly askedAt: string;
  readonly dueOn: PlainDate | null;
  readonly overdue: boolean;
  readonly members: number;
}

/** One row of 异议复核. */
export interface Objection {
  readonly id: string;
  readonly caseId: string;
  readonly caseNo: string | null;
  readonly applicantName: string;
  readonly divisionName: string;
  readonly reportNo: string;
  readonly objectedAt: string;
  readonly reviewDue: PlainDate;
  readonly rechecking: boolean;
}
