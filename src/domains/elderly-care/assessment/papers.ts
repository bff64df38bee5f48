/** 评估报告: every item explained, the level, how long it holds, and what to do who does not agree. Pure. */
import { longDate } from '../../../kernel/calendar/index.ts';
import {
  ask,
  type Block,
  type Contact,
  type DocumentKind,
  fields,
  heading,
  type Letter,
  paragraph,
} from '../../../kernel/document/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { itemsOf, maxOf, type SectionKey, STANDARD, sectionKeys, sections } from './items.ts';
import { adjustments, levels } from './rules.ts';
import type { AssessmentContent } from './store.ts';
import { places } from './terms.ts';

/** Its title says nothing of the result: it stands on the page that checks it. */
export const reportPaper = { code: 'capacity-report', word: '老评', title: '老年人能力评估报告' } as const satisfies DocumentKind;

export interface Report {
  readonly name: string;
  readonly caseNumber: string | null;
  readonly assessors: readonly string[];
  readonly assessedOn: PlainDate;
  readonly content: AssessmentContent;
  /** What may be done who does not agree; null: the conclusion is final. */
  readonly objectBy: PlainDate | null;
  readonly validMonths: number;
  readonly contact: Contact;
}

function sectionTable(section: SectionKey, { scores, result }: AssessmentContent): Block[] {
  const rows = itemsOf(section);
  const max = rows.reduce((sum, [, item]) => sum + maxOf(item), 0);
  return [
    heading(`${sections[section]}：${result.subtotals[section]}分（满分${max}分）`),
    {
      kind: 'table',
      columns: [
        { title: '项目', share: 34 },
        { title: '得分', share: 14, align: 'right' },
        { title: '这个得分的意思', share: 52 },
      ],
      rows: rows.map(([key, item]) => {
        const value = (scores[section] as Readonly<Record<string, number>>)[key]!;
        return [`${item.code} ${item.zh}`, `${value}/${maxOf(item)}`, item.anchors[value]!];
      }),
    },
  ];
}

export const assessmentReport = (of: Report): Letter => {
  const { result, place, startTime, endTime } = of.content;
  return {
    addressee: of.name,
    blocks: [
      paragraph(`根据${STANDARD}，评估人员对您的能力作了评估，结论和每一项的情况如下。`),
      fields(
        ['办件号', of.caseNumber ?? '无'],
        ['评估日期', `${longDate(of.assessedOn)} ${startTime}至${endTime}`],
        ['评估地点', places[place]],
        ['评估人员', of.assessors.join('、')],
        ['总分', `${result.total}分（满分90分）`],
        ['初步等级', `${result.preliminary}级，${levels[result.preliminary]}`],
        [
          '等级变更',
          result.adjustments.length === 0
            ? '没有变更'
            : `${result.adjustments.map((key) => adjustments[key]).join('；')}，依标准${result.adjustments.includes('coma') ? '直接评为完全失能' : '只变更一级'}`,
        ],
        ['最终等级', `${result.final}级，${levels[result.final]}`],
      ),
      ...sectionKeys.flatMap((section) => sectionTable(section, of.content)),
      heading('有效期和异议'),
      paragraph(
        of.objectBy
          ? `有效期${of.validMonths}个月，没有异议的从告知当天起算。不同意这个结果的，请在${longDate(of.objectBy)}以前申请复评，由另外两名评估人员重新评估。`
          : `有效期${of.validMonths}个月，从告知当天起算。这是复评结论，为最终结论。`,
      ),
      paragraph('这份报告写着健康情况，只给本人（监护人）和经办评估、复核的人员，请妥善保管。'),
      ask(of.contact),
    ],
  };
};
