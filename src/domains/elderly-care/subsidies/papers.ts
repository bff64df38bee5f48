/** 经济困难老年人补贴文书: what stands on each paper, from plain facts. Pure. */
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import {
  ask,
  bothAmounts,
  breakdownTable,
  type Contact,
  clauseTable,
  type DocumentKind,
  decisionLetter,
  fields,
  heading,
  type Letter,
  paragraph,
  remedies,
  unmetConditions,
} from '../../../kernel/document/index.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const subsidyPapers = {
  slip: { code: 'elder-subsidy-slip', word: '老补审', title: '经济困难老年人补贴审批表' },
  refusal: { code: 'elder-subsidy-refusal', word: '老补不', title: '经济困难老年人补贴不予批准告知书' },
  stop: { code: 'elder-subsidy-stop', word: '老补停', title: '经济困难老年人补贴停发通知书' },
  notice: { code: 'elder-subsidy-notice', word: '老补示', title: '经济困难老年人补贴公示' },
} as const satisfies Record<string, DocumentKind>;

interface About {
  readonly name: string;
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

export const approvalSlip = (of: About & { no: string | null; decision: Decision; opinions: readonly Opinion[] }): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['姓名', of.name],
      ['补贴', of.item],
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
    remedies('审批表', of.reconsiderationBody),
    { kind: 'signatures', labels: ['受理人', '审核人', '审批人'] },
  ],
});

export const refusalLetter = (of: About & { decision: Decision }): Letter =>
  decisionLetter({
    addressee: of.name,
    opening: [paragraph(`您的${of.item}，经审核不符合条件，现决定不予批准。`)],
    sections: [
      unmetConditions(of.decision.clauses),
      { title: '您还可以', blocks: [paragraph('情况发生变化后，可以随时提出；对能力等级有意见的，可以申请重新评估。')] },
    ],
    paper: '告知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });

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

/** For the board of the village: name and subsidy. The amount of a care subsidy tells the level, and is left out. */
export const noticeSheet = (of: {
  name: string;
  item: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(`下列老年人拟给予${of.item}，现予公示。`),
    fields(
      ['姓名', of.name],
      ['补贴名称', of.item],
      ['公示期', `${longDate(of.postedOn)}至${longDate(of.endsOn)}（张贴当天不算）`],
    ),
    paragraph('有不同意见的，可以在公示期内向下列单位提出，也可以在网上提出。'),
    ask(of.contact),
  ],
});
