/** 两项补贴文书: what stands on each paper, from plain facts. Pure. */
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import { type Block, chineseAmount, type DocumentKind, type Letter } from '../../../kernel/document/index.ts';
import { type Clause, clauseText, yuanSign } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Kind, kinds } from './facts.ts';

export const subsidyPapers = {
  receipt: { code: 'subsidy-receipt', word: '补贴受', title: '残疾人两项补贴申请受理回执' },
  review: { code: 'subsidy-review', word: '补贴审', title: '残疾人两项补贴审核审定表' },
  refusal: { code: 'subsidy-refusal', word: '补贴不', title: '残疾人两项补贴不予批准告知书' },
  stop: { code: 'subsidy-stop', word: '补贴停', title: '残疾人两项补贴停发通知书' },
} as const satisfies Record<string, DocumentKind>;

export interface About {
  readonly applicantName: string;
  readonly caseNumber: string;
  readonly appliedOn: PlainDate;
  readonly office: string;
  readonly telephone: string;
  /** The government that the deciding bureau belongs to. */
  readonly reconsiderationBody: string;
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const heading = (text: string): Block => ({ kind: 'heading', text });
const ask = (about: Pick<About, 'office' | 'telephone'>): Block => paragraph(`咨询电话：${about.office}，${about.telephone}。`);
const remedies = (paper: string, about: Pick<About, 'reconsiderationBody'>): Block =>
  paragraph(
    `如不服本决定，可以自收到本${paper}之日起60日内，依据《中华人民共和国行政复议法》向${about.reconsiderationBody}申请行政复议；也可以自收到本${paper}之日起6个月内，依据《中华人民共和国行政诉讼法》向有管辖权的人民法院提起行政诉讼。`,
  );

export const receipt = (of: { about: About; wanted: readonly Kind[]; dueOn: PlainDate }): Letter => ({
  addressee: of.about.applicantName,
  blocks: [
    paragraph(`您于${longDate(of.about.appliedOn)}提交的残疾人两项补贴申请，材料齐全，现予受理。`),
    {
      kind: 'fields',
      rows: [
        ['受理号', of.about.caseNumber],
        ['申请项目', of.wanted.length === 0 ? '变更、续证恢复' : of.wanted.map((kind) => kinds[kind]).join('、')],
        ['办理时限', `最迟${longDate(of.dueOn)}前办结`],
        ['起发月份', '批准后从提交申请的当月起发放；低保、残疾人证晚于该月生效的，从生效当月起'],
      ],
    },
    ask(of.about),
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

/** 审核审定表: what the three looked at, and what came of it. */
export const reviewForm = (of: { about: About; opinions: readonly Opinion[]; outcomes: readonly Outcome[] }): Letter => ({
  addressee: null,
  blocks: [
    {
      kind: 'fields',
      rows: [
        ['申请人', of.about.applicantName],
        ['受理号', of.about.caseNumber],
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
    remedies('审定表', of.about),
    { kind: 'signatures', labels: ['初审人', '残联审核人', '审定人'] },
  ],
});

/** A refusal without a reason is a bug. */
export function refusalLetter(of: { about: About; outcomes: readonly Outcome[] }): Letter {
  const refused = of.outcomes.map((o) => ({ ...o, unmet: o.clauses.filter((c) => c.verdict === 'unmet') }));
  if (refused.some((o) => o.unmet.length === 0)) throw new Error('a refusal must name the condition that is not met');
  return {
    addressee: of.about.applicantName,
    blocks: [
      paragraph(
        `您于${longDate(of.about.appliedOn)}提出的残疾人两项补贴申请（受理号${of.about.caseNumber}），经审核不符合条件，现决定不予批准。`,
      ),
      ...refused.flatMap((o) => [heading(kinds[o.kind]), ...o.unmet.map((clause) => paragraph(clauseText(clause)))]),
      paragraph('情况发生变化后，可以随时重新申请。'),
      remedies('告知书', of.about),
      ask(of.about),
    ],
  };
}

export const stopNotice = (of: {
  about: Omit<About, 'caseNumber' | 'appliedOn'>;
  kind: Kind;
  lastMonth: YearMonth;
  reason: string;
}): Letter => ({
  addressee: of.about.applicantName,
  blocks: [
    paragraph(`您享受的${kinds[of.kind]}发放至${longMonth(of.lastMonth)}，自次月起停发。`),
    {
      kind: 'fields',
      rows: [
        ['停发原因', of.reason],
        ['最后发放月份', longMonth(of.lastMonth)],
      ],
    },
    paragraph('停发后仍已发放的款项，依规定退回。情况有误或者发生变化的，请与我们联系；符合条件的可以重新申请。'),
    remedies('通知书', of.about),
    ask(of.about),
  ],
});
