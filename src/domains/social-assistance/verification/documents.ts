/** What a check puts on paper: 协查函, by which a source without an interface is asked, and 核对报告. Pure. */
import { longDate } from '../../../kernel/calendar/index.ts';
import { type Block, type DocumentKind, heading, type Letter, paragraph, sentence } from '../../../kernel/document/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { itemText, type Report } from './report.ts';
import { sourceList, sourceOwner, type VerificationSource } from './sources.ts';
import { checkResults, notAskedReasons } from './states.ts';

export const verificationDocuments = {
  letter: { code: 'verification-letter', word: '核函', title: '家庭经济状况核对协查函' },
  cooperation: { code: 'verification-cooperation', word: '异核', title: '家庭经济状况异地协同查询函' },
  report: { code: 'verification-report', word: '核报', title: '居民家庭经济状况核对报告' },
} as const satisfies Record<string, DocumentKind>;

/** 协查函. The persons stand in it in full: without their numbers nobody can answer. */
export function queryLetter(of: {
  source: VerificationSource;
  /** Empty where the source is one department. */
  addressee: string;
  /** What is being decided: 因办理…. */
  matter: string;
  persons: readonly { name: string; idNumber: string }[];
  asOf: PlainDate;
  dueOn: PlainDate;
  contact: { name: string; telephone: string };
}): Letter {
  const { zh, basis } = sourceList[of.source];
  return {
    addressee: of.addressee || sourceOwner(of.source),
    blocks: [
      {
        kind: 'paragraph',
        text: `因办理${of.matter}，依据${basis}，并经本人（未成年人由监护人）书面授权，请协助查询下列人员截至${longDate(of.asOf)}的${zh}情况：`,
      },
      {
        kind: 'table',
        columns: [
          { title: '姓名', share: 22 },
          { title: '公民身份号码', share: 34 },
          { title: '查询结果（有记录的请写明，没有的写“无”）', share: 44 },
        ],
        rows: of.persons.map((p) => [p.name, p.idNumber, '']),
      },
      { kind: 'paragraph', text: `请于${longDate(of.dueOn)}前复函，并加盖公章。查询结果只用于社会救助审核确认，不作他用。` },
      { kind: 'plain', text: `联系单位：${of.contact.name}，电话${of.contact.telephone}。` },
    ],
  };
}

/** What stands on a report, from the check as it was reported. Members by name, without their numbers. */
export interface ReportOf {
  /** The office that asked for the check. */
  readonly entrustedBy: string;
  readonly caseNo: string;
  /** Number that the checking centre gave the report. */
  readonly reportNo: string;
  /** Numbers of the consents on paper. */
  readonly consents: readonly string[];
  readonly requestedOn: PlainDate;
  readonly validUntil: PlainDate;
  readonly members: readonly { readonly ref: string; readonly name: string }[];
  readonly report: Report;
  readonly discrepancies: readonly {
    readonly member: string | null;
    readonly source: VerificationSource;
    readonly text: string;
  }[];
  /** Number of the paper that this one replaces, after an objection or when the rest has answered. */
  readonly replaces: string | null;
}

/** 核对报告 (4.12): summary by member and source, discrepancies, sources not answered, validity. */
export function reportPaper(of: ReportOf): Letter {
  const nameOf = (ref: string | null): string => (ref === null ? '全家' : (of.members.find((m) => m.ref === ref)?.name ?? ref));
  const consent = of.consents.length > 0 ? `授权书${of.consents.join('、')}` : '依据本人书面授权';
  return {
    addressee: of.entrustedBy,
    blocks: [
      paragraph(
        `你单位${longDate(of.requestedOn)}提请的家庭经济状况核对（办件号${of.caseNo}，${consent}）已完成，报告编号${of.reportNo}，现将结果报告如下。`,
      ),
      ...(of.replaces ? [paragraph(`本报告出具后，${of.replaces}同时撤销，以本报告为准。`)] : []),
      heading('一、核对结果'),
      {
        kind: 'table',
        columns: [
          { title: '成员', share: 13 },
          { title: '数据来源', share: 21 },
          { title: '结果', share: 12, align: 'center' },
          { title: '数据日期', share: 17, align: 'center' },
          { title: '查得的情况', share: 37 },
        ],
        rows: of.members.flatMap((member) => resultRows(of.report, member)),
      },
      heading('二、与申报不一致的信息'),
      ...discrepancyBlocks(of, nameOf),
      heading('三、未反馈和没有查询的数据来源'),
      ...silentBlocks(of.report, nameOf),
      heading('四、说明'),
      paragraph(
        `本报告有效期至${longDate(of.validUntil)}，只供本次审核确认使用。对结果有异议的，可以向提请单位提出并提供说明材料，由核对机构复核。`,
      ),
    ],
  };
}

/** One row for each source that told something or did not answer; those that have no record of the member share a row. */
function resultRows(report: Report, { ref, name }: { ref: string; name: string }): string[][] {
  const own = report.lines.filter((line) => line.member === ref);
  const telling = own.filter((line) => line.result !== 'consistent' || line.items.length > 0);
  const silent = own.filter((line) => !telling.includes(line));
  const rows = telling.map((line) => [
    name,
    line.addressee || sourceOwner(line.source),
    checkResults[line.result],
    line.asOf ?? '—',
    line.items.map((item) => itemText(line.source, item)).join('；') || (line.asOf ? '没有记录' : '—'),
  ]);
  if (silent.length === 0) return rows;
  const owners = [...new Set(silent.map((line) => line.addressee || sourceOwner(line.source)))];
  const others = telling.length > 0 ? `其余${owners.length}个来源` : `${owners.length}个来源`;
  return [
    ...rows,
    [name, others, checkResults.consistent, daysOf(silent.map((line) => line.asOf)), `没有记录：${owners.join('、')}`],
  ];
}

/** One day where all speak of the same, the first and the last where they do not. */
function daysOf(days: readonly (PlainDate | null)[]): string {
  const known = [...new Set(days.filter((day) => day !== null))].sort();
  const [first = '—'] = known;
  const last = known.at(-1) ?? first;
  return first === last ? first : `${first}至${last}`;
}

const discrepancyBlocks = (of: ReportOf, nameOf: (ref: string | null) => string): Block[] =>
  of.discrepancies.length === 0
    ? [paragraph('未发现与申报不一致的信息。')]
    : [
        {
          kind: 'table',
          columns: [
            { title: '成员', share: 15 },
            { title: '数据来源', share: 25 },
            { title: '不一致的内容', share: 60 },
          ],
          rows: of.discrepancies.map((d) => [nameOf(d.member), sourceOwner(d.source), d.text]),
        },
        paragraph('以上差异由提请单位听取申请人说明以后逐项处置；处置结论记入办件，不改变本报告。'),
      ];

function silentBlocks({ unanswered, proceedReason, notAsked = [] }: Report, nameOf: (ref: string | null) => string): Block[] {
  const reasons = Map.groupBy(notAsked, (one) => `${sourceOwner(one.source)}（${notAskedReasons[one.reason]}）`);
  return [
    paragraph(
      unanswered.length === 0
        ? '查询的数据来源均已反馈。'
        : `${unanswered.join('、')}未反馈。未反馈不等于没有相关信息，需要补查或由审核单位另行调查。`,
    ),
    ...(proceedReason ? [paragraph(`未全部反馈仍出具报告的理由：${sentence(proceedReason)}`)] : []),
    ...(reasons.size > 0
      ? [
          paragraph(
            `没有查询：${[...reasons].map(([source, ones]) => `${source}：${[...new Set(ones.map((one) => nameOf(one.member)))].join('、')}`).join('；')}。`,
          ),
        ]
      : []),
  ];
}
