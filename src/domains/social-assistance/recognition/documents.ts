/** 认定书: what a recognised family holds in hand, and the letter when no category applies. Pure, as the papers of 低保 are. */
import { longDate } from '../../../kernel/calendar/index.ts';
import {
  breakdownTable,
  type Contact,
  clauseTable,
  type DocumentKind,
  decisionLetter,
  fields,
  type Letter,
  numbered,
  paragraph,
} from '../../../kernel/document/index.ts';
import type { BreakdownLine, Clause } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { opens, type RecognitionKind, recognitionNames } from '../classification/categories.ts';
import type { Application } from '../dibao/documents/parts.ts';

export const recognitionDocuments = {
  opinion: { code: 'recognition-opinion', word: '救审', title: '社会救助初审意见表' },
  notice: { code: 'recognition-notice', word: '救示', title: '社会救助认定初审公示' },
  edge: { code: 'recognition-edge', word: '低边认', title: '最低生活保障边缘家庭认定书' },
  rigid: { code: 'recognition-rigid', word: '刚支认', title: '刚性支出困难家庭认定书' },
  refusal: { code: 'recognition-refusal', word: '救不', title: '不予认定告知书' },
} as const satisfies Record<string, DocumentKind>;

const basis: Readonly<Record<RecognitionKind, string>> = {
  edge: '《中华人民共和国社会救助法》第二十一条',
  rigid: '《中华人民共和国社会救助法》第二十二条和《刚性支出困难家庭认定办法》',
};

export function recognitionLetter(of: {
  kind: RecognitionKind;
  application: Application;
  /** What was applied for, when it was something else. */
  appliedFor: string | null;
  members: readonly string[];
  validFrom: PlainDate;
  validTo: PlainDate | null;
  reviewDue: PlainDate | null;
  clauses: readonly Clause[];
  breakdown: readonly BreakdownLine[];
  contact: Contact;
  reconsiderationBody: string;
}): Letter {
  const name = recognitionNames[of.kind];
  const { application } = of;
  const classified = of.appliedFor ? `按一次申请、分类审核认定的办法，您申请的${of.appliedFor}条件不符合，但` : '';
  return decisionLetter({
    addressee: application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(application.appliedOn)}提出的社会救助申请（受理号${application.caseNumber}），经信息核对、入户调查、初审、公示和审核，${classified}符合${name}条件，依据${basis[of.kind]}，现予认定。您不用另外提交申请。`,
      ),
      fields(
        ['认定类别', name],
        ['家庭成员', `${of.members.join('、')}（共${of.members.length}人）`],
        ['认定日期', longDate(of.validFrom)],
        of.validTo
          ? ['有效期', `至${longDate(of.validTo)}；期满前可以重新申请，没有变化的材料不用再交`]
          : ['复核', `${longDate(of.reviewDue!)}前复核一次`],
      ),
    ],
    sections: [
      { title: '可以享受什么', blocks: [paragraph(opens[of.kind])] },
      { title: '认定的条件', blocks: [clauseTable(of.clauses)] },
      ...(of.breakdown.length > 0 ? [{ title: '刚性支出的计算', blocks: [breakdownTable(of.breakdown)] }] : []),
      {
        title: '请您注意',
        blocks: numbered([
          '家庭人口、收入、财产等情况发生变化的，请及时告知乡镇人民政府（街道办事处）。',
          '医疗、教育、住房、就业等部门依法可以直接查询认定结果，您不用重复提交材料。',
        ]),
      },
    ],
    paper: '认定书',
    reconsiderationBody: of.reconsiderationBody,
    contact: of.contact,
  });
}
