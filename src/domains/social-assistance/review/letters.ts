/** Papers of a review: what was heard, what was decided and why, how long a gradual exit lasts, what is to come back. Pure builders. */
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
  numbered,
  paragraph,
  type Section,
  sentence,
} from '../../../kernel/document/index.ts';
import type { BreakdownLine, Clause } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { MEASURES } from '../dibao/documents/parts.ts';
import type { DueFrom } from './rules.ts';

export const reviewDocuments = {
  hearing: { code: 'dibao-hearing', word: '低保听', title: '听取意见记录' },
  recognitionHearing: { code: 'recognition-hearing', word: '救听', title: '听取意见记录' },
  withdraw: { code: 'recognition-withdrawal', word: '救终', title: '社会救助认定终止决定书' },
  increase: { code: 'dibao-increase', word: '低保增', title: '最低生活保障金增发决定书' },
  decrease: { code: 'dibao-decrease', word: '低保减', title: '最低生活保障金减发决定书' },
  stop: { code: 'dibao-stop', word: '低保停', title: '最低生活保障停发决定书' },
  transfer: { code: 'assistance-transfer', word: '救移', title: '社会救助档案移交单' },
  gradual: { code: 'dibao-gradual', word: '低保渐', title: '最低生活保障渐退通知书' },
} as const satisfies Record<string, DocumentKind>;

const LAW = '《中华人民共和国社会救助法》第四十八条';

/** 听取意见记录: what was proposed, who said what, how and when. */
export function hearingRecord(of: {
  familyName: string;
  proposal: string;
  heldOn: PlainDate;
  way: string;
  person: string;
  stand: string;
  statement: string;
  recorder: string;
}): Letter {
  return {
    addressee: null,
    blocks: [
      fields(
        ['救助家庭', of.familyName],
        ['拟作出的决定', of.proposal],
        ['听取日期', longDate(of.heldOn)],
        ['听取方式', of.way],
        ['发表意见的人', of.person],
        ['意见', of.stand],
      ),
      ...(of.statement ? [heading('意见摘要'), paragraph(sentence(of.statement))] : []),
      paragraph(`依据${LAW}，作出减发、停发决定前听取救助对象意见，本记录随决定归档。`),
      { kind: 'signatures', labels: ['发表意见的人', `记录人：${of.recorder}`] },
    ],
  };
}

interface Decided {
  familyName: string;
  /** What gave rise to it: 家庭成员去世. */
  ground: string;
  formerFen: Fen;
  /** A standard that rose while the family waited for the decision: paid by it since. */
  raise?: (DueFrom & { documentNo: string }) | null;
  amounts: readonly DueFrom[];
  lastMonth: YearMonth | null;
  breakdown: readonly BreakdownLine[];
  /** Of the programme and of the review that are not met. */
  clauses: readonly Clause[];
  heardOn: PlainDate | null;
  contact: Contact;
  reconsiderationBody: string;
}

const heard = (of: Pick<Decided, 'heardOn'>) =>
  of.heardOn ? [paragraph(`作出本决定前，已于${longDate(of.heardOn)}听取您家的意见。`)] : [];
const reasons = (of: Pick<Decided, 'clauses' | 'ground' | 'heardOn'>): Section => ({
  title: '理由和依据',
  blocks: [...(of.clauses.length > 0 ? [clauseTable(of.clauses)] : [paragraph(sentence(of.ground))]), ...heard(of)],
});
const amountRows = (of: Decided): (readonly [string, string])[] => [
  ['原每月金额', bothAmounts(of.formerFen)],
  ...(of.raise
    ? [[`${longMonth(of.raise.fromMonth)}起每月（${of.raise.documentNo}调标）`, bothAmounts(of.raise.amountFen)] as const]
    : []),
  ...of.amounts.map((a): [string, string] => [`${longMonth(a.fromMonth)}起每月`, bothAmounts(a.amountFen)]),
  ...(of.lastMonth ? [['发放到', longMonth(of.lastMonth)] as const] : []),
];

/** 增发、减发决定书. */
export function changeLetter(of: Decided & { direction: 'increase' | 'decrease' }): Letter {
  const word = of.direction === 'increase' ? '增发' : '减发';
  return decisionLetter({
    addressee: of.familyName,
    opening: [
      paragraph(
        `因${of.ground}，经复核，依据${MEASURES}第三十二条${of.direction === 'decrease' ? `、${LAW}` : ''}，决定${word}您家的最低生活保障金。`,
      ),
      fields(...amountRows(of)),
    ],
    sections: [{ title: '金额计算', blocks: [breakdownTable(of.breakdown), ...heard(of)] }],
    paper: '决定书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
}

/** 停发决定书: the conditions that are not met any more, each with its figures. */
export function stopLetter(of: Decided): Letter {
  return decisionLetter({
    addressee: of.familyName,
    opening: [
      paragraph(
        `因${of.ground}，经复核，您家不再符合最低生活保障条件，依据${MEASURES}第三十三条、${LAW}，决定停发最低生活保障金。`,
      ),
      fields(...amountRows(of)),
    ],
    sections: [
      reasons(of),
      {
        title: '您还可以',
        blocks: [
          paragraph(
            '家庭情况发生变化后可以随时重新申请；低保边缘家庭、刚性支出困难家庭认定和临时救助的条件与低保不同，可以向乡镇人民政府（街道办事处）咨询。',
          ),
        ],
      },
    ],
    paper: '决定书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
}

/** 认定终止决定书: which conditions are not met any more, until when the recognition still holds. */
export const withdrawalLetter = (
  of: Pick<Decided, 'familyName' | 'ground' | 'clauses' | 'heardOn' | 'contact' | 'reconsiderationBody'> & {
    kind: string;
    until: string;
  },
): Letter =>
  decisionLetter({
    addressee: of.familyName,
    opening: [
      paragraph(`因${of.ground}，经复核，您家不再符合${of.kind}条件，依据${LAW}，决定终止认定。原认定${of.until}以前仍然有效。`),
    ],
    sections: [
      reasons(of),
      { title: '您还可以', blocks: [paragraph('家庭情况发生变化后可以随时重新申请；遇到急难可以申请临时救助。')] },
    ],
    paper: '决定书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });

/** 渐退通知书: the last amount goes on for some months, then it ends without another hearing. */
export function gradualLetter(of: Decided): Letter {
  return decisionLetter({
    addressee: of.familyName,
    opening: [
      paragraph(
        `您家因成员就业收入增加，人均收入超过最低生活保障标准。依据${MEASURES}第三十三条和民发〔2022〕83号，给予渐退期。`,
      ),
      fields(...amountRows(of)),
      ...heard(of),
    ],
    sections: [
      {
        title: '请您注意',
        blocks: numbered(['渐退期满自动终止，不再另行听取意见。', '渐退期内收入又降到标准以下的，请及时告知，复核后恢复保障。']),
      },
    ],
    paper: '通知书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
}

/** 档案移交单: what goes to the county that the family has moved to, and from which month it pays. */
export const transferSheet = (of: {
  to: string;
  /** 最低生活保障, or the name of the recognition. */
  what: string;
  movedOn: PlainDate;
  fromPlace: string;
  toPlace: string;
  lastMonth: YearMonth;
  /** Null for a recognition, which pays nothing. */
  formerFen: Fen | null;
  papers: readonly string[];
  contact: Contact;
}): Letter => ({
  addressee: of.to,
  blocks: [
    paragraph(`下列家庭户籍于${longDate(of.movedOn)}迁入你县，现将其${of.what}档案移交你单位，请接收并重新确认。`),
    fields(
      ['迁出', of.fromPlace],
      ['迁入', of.toPlace],
      ...(of.formerFen === null
        ? [['认定', '重新确认以前继续有效'] as const]
        : [['原每月金额', bothAmounts(of.formerFen)] as const, ['本县发放到', longMonth(of.lastMonth)] as const]),
    ),
    heading('移交的材料'),
    ...numbered(['申请表、家庭成员和收入财产情况（电子）', ...of.papers]),
    ask(of.contact),
  ],
});
