/** 特困文书: what stands on each paper, from plain facts. Pure. */
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import {
  bothAmounts,
  breakdownTable,
  type Contact,
  type DocumentKind,
  decisionLetter,
  fields,
  heading,
  type Letter,
  numbered,
  paragraph,
  unmetConditions,
} from '../../../kernel/document/index.ts';
import type { BreakdownLine, Clause } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Application } from '../dibao/documents/parts.ts';
import type { CareItems } from './facts.ts';
import { careItems, type SelfCareGrade, type StopGround, selfCareGrades, stopGrounds } from './terms.ts';

export const TEKUN_MEASURES = '《特困人员认定办法》（民发〔2021〕43号）';

export const tekunDocuments = {
  acceptanceNotice: { code: 'tekun-acceptance', word: '特困受', title: '特困人员认定申请受理通知书' },
  correctionNotice: { code: 'tekun-correction', word: '特困补', title: '特困人员认定一次性补正告知书' },
  initialOpinion: { code: 'tekun-opinion', word: '特困审', title: '特困人员认定初审意见表' },
  noticeSheet: { code: 'tekun-notice', word: '特困示', title: '特困人员认定初审公示' },
  recognition: { code: 'tekun-recognition', word: '特困认', title: '特困人员认定通知书' },
  refusal: { code: 'tekun-refusal', word: '特困不', title: '不予认定特困人员告知书' },
  careGradeForm: { code: 'tekun-care-grade', word: '特困评', title: '特困人员生活自理能力评估表' },
  careAgreement: { code: 'tekun-care-agreement', word: '特困协', title: '特困人员照料服务协议' },
  stopNotice: { code: 'tekun-stop-notice', word: '特困停示', title: '终止特困人员救助供养公示' },
  stopDecision: { code: 'tekun-stop', word: '特困终', title: '终止特困人员救助供养决定书' },
} as const satisfies Record<string, DocumentKind>;

interface Decided {
  readonly application: Application;
  readonly contact: Contact;
  readonly reconsiderationBody: string;
}

/** 特困人员认定通知书. */
export function recognitionNotice(
  of: Decided & { baseFen: Fen; fromMonth: YearMonth; breakdown: readonly BreakdownLine[]; wish: string },
): Letter {
  const { application, contact, reconsiderationBody } = of;
  return decisionLetter({
    addressee: application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(application.appliedOn)}提出的特困人员救助供养申请（受理号${application.caseNumber}），经核对、调查、公示和审核，符合特困人员条件，依据${TEKUN_MEASURES}，现予认定，纳入救助供养范围。`,
      ),
      fields(
        ['起享月份', longMonth(of.fromMonth)],
        ['基本生活费', `每月${bothAmounts(of.baseFen)}`],
        ['照料护理费', '评估生活自理能力后，按全自理、半护理、全护理的标准确定，从起享月份补齐'],
        ['登记的供养意愿', of.wish],
      ),
    ],
    sections: [
      { title: '金额计算', blocks: [breakdownTable(of.breakdown)] },
      {
        title: '请您注意',
        blocks: numbered([
          '供养方式由您自己选择：可以在家分散供养，也可以到供养服务机构集中供养，以后也可以改变。',
          '劳动能力、收入财产、法定义务人的情况发生变化的，请及时告知乡镇人民政府（街道办事处）。生活自理能力变化的，报告后10个工作日内重新评估。',
          '已经享受低保、残疾人两项补贴的，从起享月份起不再同时享受。',
        ]),
      },
    ],
    paper: '通知书',
    reconsiderationBody,
    contact,
  });
}

/** 不予认定告知书. */
export function tekunRefusal(of: Decided & { clauses: readonly Clause[]; advice: string | null }): Letter {
  const { application, contact, reconsiderationBody } = of;
  return decisionLetter({
    addressee: application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(application.appliedOn)}提出的特困人员救助供养申请（受理号${application.caseNumber}），经审核不符合特困人员条件，依据${TEKUN_MEASURES}，现决定不予认定。`,
      ),
    ],
    sections: [
      unmetConditions(of.clauses),
      {
        title: '您还可以',
        blocks: [
          paragraph(
            of.advice ??
              '低保、低保边缘家庭、刚性支出困难家庭认定和临时救助的条件与特困不同，可以向乡镇人民政府（街道办事处）咨询。',
          ),
        ],
      },
    ],
    paper: '告知书',
    reconsiderationBody,
    contact,
  });
}

/** 生活自理能力评估表: six items, the grade that follows, who assessed. */
export function careGradeForm(of: {
  name: string;
  caseNumber: string;
  assessedOn: PlainDate;
  organisation: string;
  assessors: readonly string[];
  items: CareItems;
  grade: SelfCareGrade;
  careFen: Fen;
  effectiveMonth: YearMonth;
  personOpinion: string;
  note: string;
}): Letter {
  const failed = Object.values(of.items).filter((able) => !able).length;
  return {
    addressee: null,
    blocks: [
      fields(
        ['姓名', of.name],
        ['办件号', of.caseNumber],
        ['评估日期', longDate(of.assessedOn)],
        ['评估单位', of.organisation],
        ['评估人', of.assessors.join('、')],
      ),
      heading('一、六项'),
      {
        kind: 'table',
        columns: [
          { title: '项目', share: 60 },
          { title: '能否自主完成', share: 40, align: 'center' },
        ],
        rows: (Object.keys(careItems) as (keyof CareItems)[]).map((item) => [careItems[item], of.items[item] ? '能' : '不能']),
      },
      heading('二、结果'),
      paragraph(
        `共${failed}项不能自主完成，为${selfCareGrades[of.grade]}（六项全部自主完成为全自理，一至三项不能为半护理，四项以上不能为全护理）。照料护理费每月${bothAmounts(of.careFen)}，从${longMonth(of.effectiveMonth)}起。`,
      ),
      fields(['本人或监护人的意见', of.personOpinion], ['说明', of.note || '无']),
      { kind: 'signatures', labels: ['评估人1（签字）：', '评估人2（签字）：', '本人或监护人（签字）：'] },
    ],
  };
}

/** 照料服务协议: who cares, what for, what is paid, from when. */
export function careAgreement(of: {
  name: string;
  agency: string;
  caregiver: string;
  relation: string;
  duties: string;
  payFen: Fen;
  fromMonth: YearMonth;
  signedOn: PlainDate;
  last4: string;
}): Letter {
  return {
    addressee: null,
    blocks: [
      paragraph(`甲方：${of.agency}　　乙方（照料服务人）：${of.caregiver}　　丙方（特困人员）：${of.name}`),
      paragraph(
        `丙方选择在家分散供养。依据${TEKUN_MEASURES}和《国务院关于进一步健全特困人员救助供养制度的意见》，三方约定如下：`,
      ),
      heading('一、照料内容'),
      paragraph(of.duties),
      heading('二、照料护理费'),
      fields(
        ['每月', bothAmounts(of.payFen)],
        ['从何时起', longMonth(of.fromMonth)],
        ['付给', `乙方尾号${of.last4}的账户`],
        ['乙方与丙方的关系', of.relation],
      ),
      heading('三、约定'),
      ...numbered([
        '乙方按约定照料丙方，不得虐待、遗弃，不得占用丙方的基本生活费。',
        '丙方生病、走失、生活自理能力变化的，乙方及时告知村（居）民委员会。',
        '甲方定期走访；乙方不履行约定的，甲方可以解除协议，另行安排照料。',
        '丙方可以随时改变供养方式或者更换照料人。',
      ]),
      paragraph(`本协议自${longDate(of.signedOn)}签订之日起生效，至丙方停止分散供养之日止。`),
      { kind: 'signatures', labels: ['甲方（盖章）：', '乙方（签字）：', '丙方或监护人（签字）：'] },
    ],
  };
}

/** 终止公示: in the village or the institution; a ground says nothing of health or income in detail. */
export function stopNotice(of: {
  name: string;
  group: string;
  lastMonth: YearMonth;
  postedOn: PlainDate;
  until: PlainDate;
  contact: Contact;
}): Letter {
  return {
    addressee: null,
    blocks: [
      paragraph(`根据${TEKUN_MEASURES}第二十六条，拟终止以下人员的特困人员救助供养，现公示如下：`),
      fields(['姓名', of.name], ['村（居）民小组', of.group], ['享受至', longMonth(of.lastMonth)]),
      paragraph(`公示时间：${longDate(of.postedOn)}张贴，至${longDate(of.until)}24时止。`),
      paragraph(`如有异议，请在公示期内向${of.contact.office}反映，电话${of.contact.telephone}。我们为反映人保密。`),
    ],
  };
}

/** 终止决定书: why, from when, what may follow, how to appeal. */
export function stopDecision(
  of: Omit<Decided, 'application'> & {
    name: string;
    ground: StopGround;
    detail: string;
    lastMonth: YearMonth;
    hearing: string | null;
    advice: string;
  },
): Letter {
  return decisionLetter({
    addressee: of.ground === 'died' ? `${of.name}亲属` : of.name,
    opening: [
      paragraph(
        `经核实并公示，${of.name}属于“${stopGrounds[of.ground]}”的情形，依据${TEKUN_MEASURES}第二十四条、第二十六条，决定终止特困人员救助供养，享受至${longMonth(of.lastMonth)}。`,
      ),
      fields(['事实', of.detail], ['听取的意见', of.hearing ?? '本人已去世，已告知亲属']),
    ],
    sections: [{ title: '后续救助', blocks: [paragraph(of.advice)] }],
    paper: '决定书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
}
