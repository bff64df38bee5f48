/** 临时救助文书: what stands on each paper, from plain facts. */
import { longDate } from '../../../kernel/calendar/index.ts';
import {
  bothAmounts,
  breakdownTable,
  type Contact,
  chineseAmount,
  clauseTable,
  type DocumentKind,
  decisionLetter,
  fields,
  heading,
  type Letter,
  paragraph,
  remedies,
} from '../../../kernel/document/index.ts';
import { type BreakdownLine, type Clause, yuan } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Application } from '../dibao/documents/parts.ts';

export const aidDocuments = {
  acceptance: { code: 'aid-acceptance', word: '临救受', title: '社会救助申请受理通知书' },
  correction: { code: 'aid-correction', word: '临救补', title: '一次性补正告知书' },
  opinion: { code: 'aid-opinion', word: '临救审', title: '临时救助审核意见表' },
  notice: { code: 'aid-notice', word: '临救示', title: '临时救助审核公示' },
  outlay: { code: 'aid-outlay', word: '备支', title: '临时救助备用金支出单' },
  supplement: { code: 'aid-supplement', word: '急补', title: '临时救助审批表（急难补充说明表）' },
  approval: { code: 'aid-approval', word: '临救批', title: '临时救助审批表' },
  refusal: { code: 'aid-refusal', word: '临救不', title: '不予临时救助告知书' },
  stageStop: { code: 'aid-stage-stop', word: '临救停', title: '临时救助停发余下阶段告知书' },
} as const satisfies Record<string, DocumentKind>;

/** 备用金支出单: signed by two officers and by whoever received the money. */
export const outlaySheet = (of: {
  application: Application;
  township: string;
  cause: string;
  persons: number;
  amountFen: Fen;
  balanceFen: Fen;
  first: string;
  second: string;
  on: PlainDate;
}): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['乡镇（街道）', of.township],
      ['个案编号', of.application.caseNumber],
      ['受助人', of.application.applicantName],
      ['事由', of.cause],
      ['受困人数', `${of.persons}人`],
      ['支出金额', bothAmounts(of.amountFen)],
      ['支出日期', longDate(of.on)],
      ['支出后余额', yuan(of.balanceFen)],
      ['第一经办人', of.first],
      ['第二经办人', of.second],
    ),
    paragraph('本笔支出用于急难型临时救助先行救助，专款专用；现场照片和领款收据随个案归档。'),
    { kind: 'signatures', labels: ['领款人', '第一经办人', '第二经办人'] },
  ],
});

/** 急难补充说明表: cause, amount, persons, signatures, within ten working days after the emergency is over. */
export const supplementSheet = (of: {
  application: Application;
  reconsiderationBody: string;
  place: string;
  cause: string;
  what: string;
  persons: number;
  measures: readonly string[];
  firstAid: { amountFen: Fen; at: string } | null;
  townshipFen: Fen;
  countyFen: Fen;
  restWaived: string | null;
  overOn: PlainDate;
  explanation: string;
  breakdown: readonly BreakdownLine[];
}): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['个案编号', of.application.caseNumber],
      ['当事人', of.application.applicantName],
      ['急难发生地', of.place],
      ['事由', of.cause],
      ['受困人数', `${of.persons}人`],
      [
        '先行救助',
        of.firstAid
          ? `${of.firstAid.at}，${of.firstAid.amountFen > 0 ? bothAmounts(of.firstAid.amountFen) : '给了钱以外的帮助，没有发钱'}`
          : '由县级直接救助',
      ],
      ['乡镇救助', yuan(of.townshipFen)],
      ['县级救助', of.countyFen > 0 ? yuan(of.countyFen) : (of.restWaived ?? '没有')],
      ['合计', chineseAmount(of.townshipFen + of.countyFen)],
      ['其他帮助', of.measures.length > 0 ? of.measures.join('；') : '没有'],
      ['急难解除', longDate(of.overOn)],
    ),
    heading('一、报告和现场核实情况'),
    paragraph(of.what),
    heading('二、补充说明'),
    paragraph(of.explanation),
    heading('三、金额核算'),
    breakdownTable(of.breakdown),
    heading('四、救济途径'),
    remedies('审批表', of.reconsiderationBody),
    { kind: 'signatures', labels: ['当事人', '经办人', '分管负责人'] },
  ],
});

/** 临时救助审批表 of an expense-type case. */
export const approvalSheet = (of: {
  application: Application;
  persons: number;
  amountFen: Fen;
  stages: readonly { amountFen: Fen; purpose: string }[];
  opinion: string;
  clauses: readonly Clause[];
  breakdown: readonly BreakdownLine[];
  minutesNo: string | null;
  reconsiderationBody: string;
}): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['受理号', of.application.caseNumber],
      ['申请人', of.application.applicantName],
      ['家庭人数', `${of.persons}人`],
      ['救助金额', bothAmounts(of.amountFen)],
      [
        '发放安排',
        of.stages.length > 1
          ? of.stages.map((s, i) => `第${i + 1}阶段${yuan(s.amountFen)}（${s.purpose}）`).join('；')
          : '一次发放',
      ],
      ...(of.minutesNo ? ([['一事一议', of.minutesNo]] as const) : []),
    ),
    heading('一、条件核对'),
    clauseTable(of.clauses),
    heading('二、金额核算'),
    breakdownTable(of.breakdown),
    heading('三、审批意见'),
    paragraph(of.opinion),
    heading('四、救济途径'),
    remedies('审批表', of.reconsiderationBody),
    { kind: 'signatures', labels: ['审批人'] },
  ],
});

/** 不予临时救助告知书: each condition that is not met; then the ways to appeal. */
export const aidRefusal = (of: {
  application: Application;
  clauses: readonly Clause[];
  opinion: string;
  /** First aid was given: only what is above it is refused. */
  givenFen?: Fen;
  contact: Contact;
  reconsiderationBody: string;
}): Letter =>
  decisionLetter({
    addressee: of.application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(of.application.appliedOn)}提出的临时救助申请（受理号${of.application.caseNumber}），${of.givenFen ? `已先行救助${yuan(of.givenFen)}，不追回；其余部分` : ''}经审核不予批准。`,
      ),
    ],
    sections: [
      {
        title: '理由和依据',
        blocks: [...(of.clauses.length > 0 ? [clauseTable(of.clauses)] : []), paragraph(of.opinion)],
      },
      {
        title: '您还可以',
        blocks: [
          paragraph(
            '遇到新的急难，可以随时再报告。最低生活保障、低保边缘家庭和刚性支出困难家庭认定的条件不同，可以向乡镇人民政府（街道办事处）咨询。',
          ),
        ],
      },
    ],
    paper: '告知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });

/** 停发余下阶段: what was approved in stages and is not paid to the end. */
export const stageStopLetter = (of: {
  application: Application;
  paidFen: Fen;
  stoppedFen: Fen;
  reason: string;
  statement: string;
  contact: Contact;
  reconsiderationBody: string;
}): Letter =>
  decisionLetter({
    addressee: of.application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(of.application.appliedOn)}申请的临时救助（受理号${of.application.caseNumber}）分阶段发放，已发放${yuan(of.paidFen)}，不追回；余下的${yuan(of.stoppedFen)}不再发放。`,
      ),
    ],
    sections: [
      { title: '理由', blocks: [paragraph(of.reason)] },
      { title: '您家的意见', blocks: [paragraph(of.statement)] },
    ],
    paper: '告知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
