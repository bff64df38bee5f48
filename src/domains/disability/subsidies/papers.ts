/** 两项补贴文书: what stands on each paper, from plain facts. Pure. */
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import {
  ask,
  chineseAmount,
  type DocumentKind,
  decisionLetter,
  fields,
  heading,
  type Letter,
  paragraph,
  remedies,
  unmetConditions,
} from '../../../kernel/document/index.ts';
import { type Clause, clauseText, yuanSign } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type About, type Authority, openingOf } from '../papers.ts';
import { type Kind, kinds } from './facts.ts';

export const subsidyPapers = {
  receipt: { code: 'subsidy-receipt', word: '补贴受', title: '残疾人两项补贴申请受理回执' },
  review: { code: 'subsidy-review', word: '补贴审', title: '残疾人两项补贴审核审定表' },
  refusal: { code: 'subsidy-refusal', word: '补贴不', title: '残疾人两项补贴不予批准告知书' },
  notice: { code: 'subsidy-notice', word: '补贴示', title: '残疾人两项补贴公示' },
  stop: { code: 'subsidy-stop', word: '补贴停', title: '残疾人两项补贴停发通知书' },
} as const satisfies Record<string, DocumentKind>;

export const receipt = (of: { about: About; wanted: readonly Kind[]; dueOn: PlainDate }): Letter => ({
  addressee: of.about.applicantName,
  blocks: [
    paragraph(`您于${longDate(of.about.appliedOn)}提交的残疾人两项补贴申请，材料齐全，现予受理。`),
    {
      kind: 'fields',
      rows: [
        ['受理号', of.about.caseNumber ?? '待受理'],
        ['申请项目', of.wanted.length === 0 ? '变更、续证恢复' : of.wanted.map((kind) => kinds[kind]).join('、')],
        ['办理时限', `最迟${longDate(of.dueOn)}前办结`],
        ['起发月份', '批准后从提交申请的当月起发放；低保、残疾人证晚于该月生效的，从生效当月起'],
      ],
    },
    ask(of.about.contact),
  ],
});

export interface Opinion {
  readonly step: string;
  readonly officer: string;
  readonly on: PlainDate;
  readonly opinion: string;
}
export interface Outcome {
  readonly kind: Kind;
  readonly clauses: readonly Clause[];
  /** 0 where it is not granted. */
  readonly amountFen: Fen;
  readonly fromMonth: YearMonth | null;
}

/** 公示单 for the board: name and kind of subsidy, nothing of disability, family or money (8, privacy). */
export const noticeSheet = (of: {
  applicantName: string;
  names: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
  contact: Authority['contact'];
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(`下列人员拟给予${of.names}，现予公示。`),
    fields(
      ['姓名', of.applicantName],
      ['补贴名称', of.names],
      ['公示期', `${longDate(of.postedOn)}至${longDate(of.endsOn)}（张贴当天不算）`],
    ),
    paragraph('有不同意见的，可以在公示期内向下列单位提出，也可以在网上提出。'),
    ask(of.contact),
  ],
});

/** 审核审定表: what the three looked at, and what came of it. */
export const reviewForm = (of: { about: About; opinions: readonly Opinion[]; outcomes: readonly Outcome[] }): Letter => ({
  addressee: null,
  blocks: [
    {
      kind: 'fields',
      rows: [
        ['申请人', of.about.applicantName],
        ['受理号', of.about.caseNumber ?? '待受理'],
        ['申请日期', longDate(of.about.appliedOn)],
      ],
    },
    ...of.outcomes.flatMap((o) => [
      heading(
        `${kinds[o.kind]}：${o.amountFen > 0 ? `每月${yuanSign(o.amountFen)}（${chineseAmount(o.amountFen)}），自${longMonth(o.fromMonth!)}起` : '不予批准'}`,
      ),
      ...o.clauses.map((clause) => paragraph(clauseText(clause))),
    ]),
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
    remedies('审定表', of.about.reconsiderationBody),
    { kind: 'signatures', labels: ['初审人', '残联审核人', '审定人'] },
  ],
});

/** One section of reasons for each of the two that was asked for. */
export const refusalLetter = (of: { about: About; outcomes: readonly Outcome[] }): Letter =>
  decisionLetter({
    addressee: of.about.applicantName,
    opening: [paragraph(`${openingOf(of.about, '残疾人两项补贴')}，经审核不符合条件，现决定不予批准。`)],
    sections: [
      ...of.outcomes.map((o) => unmetConditions(o.clauses, `${kinds[o.kind]}：理由和依据`)),
      { title: '您还可以', blocks: [paragraph('情况发生变化后，可以随时重新申请。')] },
    ],
    paper: '告知书',
    reconsiderationBody: of.about.reconsiderationBody,
    contact: of.about.contact,
  });

export const stopNotice = (of: {
  about: Pick<About, 'applicantName'> & Authority;
  kind: Kind;
  lastMonth: YearMonth;
  reason: string;
}): Letter =>
  decisionLetter({
    addressee: of.about.applicantName,
    opening: [
      paragraph(`您享受的${kinds[of.kind]}发放至${longMonth(of.lastMonth)}，自次月起停发。`),
      fields(['停发原因', of.reason], ['最后发放月份', longMonth(of.lastMonth)]),
    ],
    sections: [
      {
        title: '请您注意',
        blocks: [paragraph('停发后仍已发放的款项，依规定退回。情况有误或者发生变化的，请与我们联系；符合条件的可以重新申请。')],
      },
    ],
    paper: '通知书',
    reconsiderationBody: of.about.reconsiderationBody,
    contact: of.about.contact,
  });
