/** 高龄津贴文书: what stands on each paper, from plain facts. Pure. */
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
import { type Decision, yuanSign } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const allowancePapers = {
  slip: { code: 'old-age-slip', word: '高龄核', title: '高龄津贴核定表' },
  refusal: { code: 'old-age-refusal', word: '高龄不', title: '高龄津贴不予批准告知书' },
  stop: { code: 'old-age-stop', word: '高龄停', title: '高龄津贴停发通知书' },
  notice: { code: 'old-age-notice', word: '高龄示', title: '高龄津贴年度公示' },
} as const satisfies Record<string, DocumentKind>;

interface About {
  readonly name: string;
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
    remedies('核定表', of.reconsiderationBody),
    { kind: 'signatures', labels: ['核实人', '审核人', '审批人'] },
  ],
});

export const refusalLetter = (of: About & { decision: Decision }): Letter =>
  decisionLetter({
    addressee: of.name,
    opening: [paragraph('您的高龄津贴，经审核不符合条件，现决定不予批准。')],
    sections: [
      unmetConditions(of.decision.clauses),
      { title: '您还可以', blocks: [paragraph('情况发生变化后，可以随时提出。')] },
    ],
    paper: '告知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });

export const stopNotice = (of: About & { lastMonth: YearMonth; reason: string }): Letter =>
  decisionLetter({
    addressee: of.name,
    opening: [
      paragraph(`高龄津贴发放至${longMonth(of.lastMonth)}，自次月起停发。`),
      fields(['停发原因', of.reason], ['最后发放月份', longMonth(of.lastMonth)]),
    ],
    sections: [{ title: '请您注意', blocks: [paragraph('停发后仍已发放的款项，依规定退回。情况有误的，请与我们联系。')] }],
    paper: '通知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });

/** For the board of the village: name, age band and amount; no number, no account, nothing of health. */
export const yearlyNotice = (of: {
  village: string;
  year: number;
  rows: readonly { name: string; band: string; amountFen: Fen }[];
  postedOn: PlainDate;
  endsOn: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(`${of.village}${of.year}年领取高龄津贴的老人名单，公示期${longDate(of.postedOn)}至${longDate(of.endsOn)}。`),
    {
      kind: 'table',
      columns: [
        { title: '姓名', share: 34 },
        { title: '年龄档次', share: 33 },
        { title: '每月金额', share: 33, align: 'right' },
      ],
      rows: of.rows.map((row) => [row.name, row.band, yuanSign(row.amountFen)]),
    },
    paragraph('有不同意见的，可以在公示期内向下列单位提出。'),
    ask(of.contact),
  ],
});
