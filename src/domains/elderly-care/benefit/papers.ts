/** What stands on the papers of a monthly benefit, from plain facts. Pure. */
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import {
  bothAmounts,
  breakdownTable,
  type Contact,
  clauseTable,
  decisionLetter,
  fields,
  heading,
  type Letter,
  paragraph,
  remedies,
  unmetConditions,
} from '../../../kernel/document/index.ts';
import { clauseText, type Decision } from '../../../kernel/policy/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

interface About {
  readonly name: string;
  /** 高龄津贴. */
  readonly item: string;
  readonly reconsiderationBody: string;
  readonly contact: Contact;
}
export interface Opinion {
  readonly step: string;
  readonly officer: string;
  readonly on: PlainDate;
  readonly opinion: string;
}

/** `paper` is what the slip calls itself, `hands` who signs it. */
export const approvalSlip = (
  of: About & {
    paper: string;
    hands: readonly string[];
    no: string | null;
    decision: Decision;
    opinions: readonly Opinion[];
  },
): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['姓名', of.name],
      ['待遇', of.item],
      ['办件号', of.no ?? '无'],
      ['起发月份', longMonth(of.decision.effectiveMonth!)],
      ['每月金额', bothAmounts(of.decision.amountFen!)],
    ),
    heading('条件'),
    clauseTable(of.decision.clauses),
    heading('金额'),
    breakdownTable(of.decision.breakdown),
    heading('审核意见'),
    {
      kind: 'table',
      columns: [
        { title: '环节', share: 18 },
        { title: '意见', share: 46 },
        { title: '经办人', share: 16 },
        { title: '日期', share: 20 },
      ],
      rows: of.opinions.map((o) => [o.step, o.opinion, o.officer, longDate(o.on)]),
    },
    remedies(of.paper, of.reconsiderationBody),
    { kind: 'signatures', labels: [...of.hands] },
  ],
});

/** `refused`: 不予批准; `advice`: what the person can do now. */
export const refusalLetter = (of: About & { decision: Decision; refused: string; advice: string }): Letter =>
  decisionLetter({
    addressee: of.name,
    opening: [paragraph(`您的${of.item}，经审核不符合条件，现决定${of.refused}。`)],
    sections: [unmetConditions(of.decision.clauses), { title: '您还可以', blocks: [paragraph(of.advice)] }],
    paper: '告知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });

/** What a message says of a refusal: the conditions, but nothing of health; the letter has them all. */
export function reasonsTold(decision: Decision): string {
  const reasons = decision.clauses
    .filter((c) => c.verdict === 'unmet')
    .map(clauseText)
    .map((text) => (/等级|失能|失智|[0-4]级/.test(text) ? '有条件不符合，详见告知书' : text));
  return [...new Set(reasons)].join('；');
}

export const stopNotice = (of: About & { lastMonth: YearMonth; reason: string }): Letter =>
  decisionLetter({
    addressee: of.name,
    opening: [
      paragraph(`${of.item}发放至${longMonth(of.lastMonth)}，自次月起停发。`),
      fields(['停发原因', of.reason], ['最后发放月份', longMonth(of.lastMonth)]),
    ],
    sections: [{ title: '请您注意', blocks: [paragraph('停发后仍已发放的款项，依规定退回。情况有误的，请与我们联系。')] }],
    paper: '通知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
