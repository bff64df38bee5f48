/** Papers for the file: consent, survey, appraisal, opinion. */
import { longDate } from '../../../../kernel/calendar/index.ts';
import {
  accountTable,
  type Block,
  bothAmounts,
  breakdownTable,
  clauseTable,
  fields,
  heading,
  type Letter,
  numbered,
  paragraph,
  sentence,
} from '../../../../kernel/document/index.ts';
import { type Decision, outcomeNames } from '../../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../../kernel/schema/index.ts';
import { type Application, MEASURES } from './parts.ts';

export interface ConsentSigner {
  readonly name: string;
  readonly relation: string;
  /** Masked: 421***********0012. */
  readonly maskedIdNumber: string;
  /** 本人手机确认 / 本人当面签字 / 监护人代签 … */
  readonly manner: string;
  readonly signedOn: PlainDate;
}

/** 核对授权书: who consents to which queries, for what, and until when. */
export function verificationConsent(of: {
  agency: string;
  sources: readonly string[];
  purpose: string;
  from: PlainDate;
  until: PlainDate;
  signers: readonly ConsentSigner[];
}): Letter {
  return {
    addressee: of.agency,
    blocks: [
      paragraph(
        `本人及共同生活的家庭成员申请${of.purpose}，现授权你单位依法通过以下部门和机构，查询、核对本人及家庭成员的户籍、收入、财产等信息：`,
      ),
      paragraph(`${of.sources.join('、')}。`),
      ...numbered([
        `查询结果只用于${of.purpose}的审核确认和动态管理，不得用于其他用途。`,
        `授权期限自${longDate(of.from)}起至${longDate(of.until)}止；退出救助或者书面撤回授权的，授权随之终止，不影响此前已经依法进行的核对。`,
        '本人承诺所申报的家庭成员、收入、财产等情况真实、完整；隐瞒、虚报的，依法承担相应责任。',
        '每次查询都有记录，本人可以查看谁在什么时候、为什么查询。',
      ]),
      {
        kind: 'table',
        columns: [
          { title: '授权人', share: 16 },
          { title: '与申请人关系', share: 16 },
          { title: '身份证号码', share: 30 },
          { title: '签署方式', share: 20 },
          { title: '签署日期', share: 18 },
        ],
        rows: of.signers.map((s) => [s.name, s.relation, s.maskedIdNumber, s.manner, s.signedOn]),
      },
    ],
  };
}

/** 近亲属备案表: an application of somebody near to staff is put on record apart, and visited by the county itself. */
export const relativeRegister = (of: {
  application: Application;
  service: string;
  address: string;
  staff: { readonly name: string; readonly relation: string };
  recordedOn: PlainDate;
  clerk: string;
}): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['申请人', of.application.applicantName],
      ['受理号', of.application.caseNumber],
      ['申请项目', of.service],
      ['家庭住址', of.address],
      ['有关工作人员', of.staff.name],
      ['与申请人家庭的关系', of.staff.relation],
      ['备案日期', longDate(of.recordedOn)],
      ['备案经办人', of.clerk],
    ),
    paragraph(
      `依据${MEASURES}，申请人与社会救助经办人员或者村（居）民委员会成员有近亲属关系的，如实申明，单独登记备案。备案不影响审核结果。`,
    ),
    paragraph('有关工作人员不办理这一件；县级民政部门入户调查以后，才能作出决定。'),
    { kind: 'signatures', labels: ['申请人（签字）：', '有关工作人员（签字）：', '备案经办人（签字）：'] },
  ],
});

/** 入户调查表: who went, where, whom they met and what they saw; signed on the spot, or why not. */
export function surveyForm(of: {
  application: Application;
  visitedOn: PlainDate;
  /** Home of the family by its village and address. */
  place: string;
  /** Where the telephone was; empty where it did not say. */
  position: string;
  surveyors: readonly string[];
  respondent: string;
  members: readonly { readonly name: string; readonly relation: string }[];
  living: string;
  findings: string;
  photoCount: number;
  /** Why there is no photograph. */
  photoNote: string;
  /** Why nobody of the family signed; empty where somebody did. */
  refusalNote: string;
}): Letter {
  if (of.surveyors.length < 2) throw new Error('a survey needs two surveyors');
  if (of.photoCount === 0 && of.photoNote === '') throw new Error('a survey has a photograph or says why not');
  const family: Block[] =
    of.members.length === 0
      ? []
      : [
          heading('家庭成员'),
          {
            kind: 'table',
            columns: [
              { title: '姓名', share: 40 },
              { title: '与申请人关系', share: 60 },
            ],
            rows: of.members.map((m) => [m.name, m.relation]),
          },
        ];
  return {
    addressee: null,
    blocks: [
      fields(
        ['申请人', of.application.applicantName],
        ['办件号', of.application.caseNumber],
        ['调查日期', longDate(of.visitedOn)],
        ['调查地点', of.place],
        ['现场定位', of.position || '没有定位'],
        ['调查人员', of.surveyors.join('、')],
        ['接受调查人', of.respondent],
      ),
      ...family,
      heading('调查情况'),
      fields(
        ['生活状况', of.living],
        ['看到的情况', of.findings],
        ['现场照片', of.photoCount > 0 ? `${of.photoCount}张，存电子档案` : `没有，${of.photoNote}`],
        ['家人签字', of.refusalNote ? `没有，${of.refusalNote}` : '已当场签名，签名存电子档案'],
      ),
      { kind: 'signatures', labels: [...of.surveyors.map((_, i) => `调查人员${i + 1}（签字）：`), '接受调查人（签字）：'] },
    ],
  };
}

/** 民主评议记录, held when a notice met an objection. Who objected is in no paper. */
export function appraisalMinutes(of: {
  application: Application;
  heldOn: PlainDate;
  place: string;
  host: string;
  participants: string;
  objection: string;
  discussion: string;
  votes: { agree: number; disagree: number; abstain: number };
  upheld: string;
  result: string;
}): Letter {
  const { agree, disagree, abstain } = of.votes;
  return {
    addressee: null,
    blocks: [
      fields(
        ['申请人', of.application.applicantName],
        ['办件号', of.application.caseNumber],
        ['评议时间', longDate(of.heldOn)],
        ['评议地点', of.place],
        ['主持人', of.host],
        ['参加人员', of.participants],
        ['异议内容', of.objection],
        ['评议情况', of.discussion],
        ['表决', `共${agree + disagree + abstain}票：认为符合${agree}票，认为不符合${disagree}票，弃权${abstain}票`],
        ['异议', of.upheld],
        ['处理结果', of.result],
      ),
      { kind: 'signatures', labels: ['主持人（签字）：', '记录人（签字）：', '参加人员（签字）：'] },
    ],
  };
}

/** 初审意见表: the township's opinion with the computed amount and every clause; for the file, not for the board. */
export function initialOpinion(of: {
  application: Application;
  address: string;
  memberCount: number;
  verification: string;
  survey: string;
  decision: Decision;
  opinion: string;
  clerk: string;
  leader: string;
  /** Paid once, not every month. */
  once?: boolean;
}): Letter {
  const { decision } = of;
  const parts = [
    { title: '条件', block: clauseTable(decision.clauses) },
    ...(decision.account ? [{ title: decision.account.title, block: accountTable(decision.account) }] : []),
    ...(decision.breakdown.length > 0 ? [{ title: '金额计算', block: breakdownTable(decision.breakdown) }] : []),
    { title: '初审意见', block: paragraph(sentence(of.opinion)) },
  ];
  return {
    addressee: null,
    blocks: [
      fields(
        ['申请人', of.application.applicantName],
        ['办件号', of.application.caseNumber],
        ['家庭住址', of.address],
        ['共同生活人数', `${of.memberCount}人`],
        ['信息核对', of.verification],
        ['入户调查', of.survey],
        [
          '系统核算',
          `${outcomeNames[decision.outcome]}${decision.amountFen ? `，${of.once ? '拟救助金额' : '拟保障金额每月'}${bothAmounts(decision.amountFen)}` : ''}`,
        ],
      ),
      ...parts.flatMap(({ title, block }, i) => [heading(`${'一二三四'[i]}、${title}`), block]),
      fields(['经办人', of.clerk], ['审核人', of.leader]),
    ],
  };
}
