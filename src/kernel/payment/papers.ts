/** Papers of money that came back or is to come back: pure builders, and what issues them for a person. */
import { sql } from '../../database/sql.ts';
import { longDate, longMonth } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import {
  bothAmounts,
  type Contact,
  type DocumentKind,
  decisionLetter,
  type Letter,
  paragraph,
  sentence,
} from '../document/index.ts';
import { type IssuedDocument, issueDocument } from '../document/server.ts';
import { yuanDigits } from '../policy/index.ts';
import type { Result } from '../result/index.ts';
import type { DivisionCode, Fen, Id, PlainDate, YearMonth } from '../schema/index.ts';

export const paymentPapers = {
  returnSlip: { code: 'payment-return', word: '退票', title: '退票处理单' },
  recoveryNotice: { code: 'recovery-notice', word: '追', title: '多发款项追回通知书' },
  fineDecision: { code: 'fraud-fine', word: '罚', title: '行政处罚决定书' },
} as const satisfies Record<string, DocumentKind>;

/** 退票处理单: one returned payment, why, and what was done. Accounts by their last four digits. */
export function returnSlip(of: {
  name: string;
  programmeZh: string;
  month: YearMonth;
  amountFen: Fen;
  bankName: string;
  code: string;
  reason: string;
  returnedOn: PlainDate;
  oldLast4: string;
  newBank: string;
  newHolder: string;
  newLast4: string;
  handledOn: PlainDate;
  handledBy: string;
}): Letter {
  return {
    addressee: null,
    blocks: [
      {
        kind: 'fields',
        rows: [
          ['领款人', of.name],
          ['发放项目', `${longMonth(of.month)}${of.programmeZh}`],
          ['金额', bothAmounts(of.amountFen)],
          ['代发银行', of.bankName],
          ['退回日期', longDate(of.returnedOn)],
          ['退回原因', `${of.reason}（代码${of.code}）`],
          ['原账户', `尾号${of.oldLast4}`],
          ['更正后账户', `${of.newBank}，户名${of.newHolder}，尾号${of.newLast4}`],
          ['更正日期', longDate(of.handledOn)],
          ['处理意见', '账户已按社会保障卡更正，款项随下一个补发批次重发；同一笔退票只重发一次。'],
        ],
      },
      { kind: 'signatures', labels: [`经办人：${of.handledBy}`, '领款人或代办人'] },
    ],
  };
}

/** 多发款项追回通知书: what, for which months, why, until when, in which ways. */
export function recoveryNotice(of: {
  name: string;
  programmeZh: string;
  months: readonly { month: YearMonth; fen: Fen }[];
  amountFen: Fen;
  reason: string;
  classificationZh: string;
  returnBy: PlainDate;
  offsetPercent: number | null;
  contact: Contact;
  body: string;
}): Letter {
  return decisionLetter({
    addressee: of.name,
    opening: [
      paragraph(`经核实，您家的${of.programmeZh}有以下月份多发，合计${bothAmounts(of.amountFen)}，应当退回。`),
      {
        kind: 'table',
        columns: [
          { title: '月份', share: 50 },
          { title: '多发金额（元）', share: 50, align: 'right' },
        ],
        rows: [...of.months.map((m) => [longMonth(m.month), yuanDigits(m.fen)]), ['合计', yuanDigits(of.amountFen)]],
      },
    ],
    sections: [
      { title: '原因', blocks: [paragraph(`${sentence(of.reason)}性质认定：${of.classificationZh}。`)] },
      {
        title: '怎样退回',
        blocks: [
          paragraph(`请在${longDate(of.returnBy)}前退回，缴款后把凭证交给乡镇人民政府（街道办事处）或县级民政部门登记。`),
          paragraph(
            `一次退回有困难的，可以商量分期退回；仍在领取救助的，经您书面同意，也可以从以后每月的款项中抵扣${of.offsetPercent === null ? '' : `，每月抵扣不超过月发放额的${of.offsetPercent}%`}。`,
          ),
          paragraph('逾期没有退回又没有商定方式的，依法申请人民法院处理。'),
        ],
      },
    ],
    paper: '通知书',
    reconsiderationBody: of.body,
    contact: of.contact,
  });
}

/** 行政处罚决定书 (罚款): facts, law, what was heard, how much, until when. */
export function fineDecision(of: {
  name: string;
  programmeZh: string;
  gainFen: Fen;
  conductTo: PlainDate;
  facts: string;
  law: string;
  capTimes: string;
  capFen: Fen;
  lighterOfTwo: boolean;
  amountFen: Fen;
  heardOn: PlainDate;
  statement: string;
  payBy: PlainDate;
  contact: Contact;
  body: string;
}): Letter {
  return decisionLetter({
    addressee: of.name,
    opening: [],
    sections: [
      {
        title: '违法事实',
        blocks: [
          paragraph(`${sentence(of.facts)}截至${longDate(of.conductTo)}，骗取${of.programmeZh}${bothAmounts(of.gainFen)}。`),
        ],
      },
      {
        title: '陈述和申辩',
        blocks: [paragraph(`作出本决定前，已于${longDate(of.heardOn)}听取您的陈述和申辩：${sentence(of.statement)}`)],
      },
      {
        title: '依据和决定',
        blocks: [
          paragraph(
            `依据${of.law}，可以处骗取金额${of.capTimes}倍以下的罚款，即最多${bothAmounts(of.capFen)}。${of.lighterOfTwo ? '违法行为发生时和作出决定时的规定不同，依据《中华人民共和国行政处罚法》第三十七条，适用较轻的规定。' : ''}`,
          ),
          paragraph(`决定处以罚款${bothAmounts(of.amountFen)}。骗取的款项另行追回。`),
        ],
      },
      {
        title: '缴纳',
        blocks: [
          paragraph(
            `请在${longDate(of.payBy)}前缴到指定银行。到期不缴纳的，每日可以按罚款数额的百分之三加处罚款（加处部分不超过罚款本数）。`,
          ),
        ],
      },
    ],
    paper: '决定书',
    reconsiderationBody: of.body,
    contact: of.contact,
  });
}

export const countyOf = (division: DivisionCode): DivisionCode => `${division.slice(0, 6)}000000`;

/** What is said of a person and of the office at the end of a letter. */
export async function addressOf(tx: Tx, of: { personId: Id<'Person'>; division: DivisionCode }) {
  const county = countyOf(of.division);
  const person = await tx.maybe<{ name: string; lifeState: string }>(
    sql`select name, life_state from person where id = ${of.personId}`,
  );
  const office = tx.office(county);
  return {
    name: `${person?.name ?? '领款人'}${person?.lifeState === 'dead' ? '的家属' : ''}`,
    contact: { office: office.name, telephone: office.telephone },
    body: `${tx.divisions.get(county)?.name ?? ''}人民政府`,
  };
}

/** By the county's office, or by that of whoever acts in a township. */
export const issuePaper = (
  tx: Tx,
  of: { kind: DocumentKind; letter: Letter; personId: Id<'Person'>; division: DivisionCode; at?: DivisionCode },
): Promise<Result<IssuedDocument, 'GLYPH_MISSING'>> => {
  const at = of.at ?? countyOf(of.division);
  return issueDocument(tx, {
    kind: of.kind,
    issuer: { division: at, name: tx.office(at).name },
    letter: of.letter,
    signer: tx.actor.name,
    caseId: null,
    personId: of.personId,
    division: of.division,
  });
};
