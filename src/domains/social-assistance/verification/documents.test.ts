import { expect, test } from 'vitest';
import type { Block, Letter } from '../../../kernel/document/index.ts';
import { type ReportOf, reportPaper } from './documents.ts';
import type { ReportLine } from './report.ts';

const blockText = (block: Block): string =>
  block.kind === 'table' ? block.rows.map((row) => row.join('｜')).join('\n') : 'text' in block ? block.text : '';
const textOf = (letter: Letter): string => letter.blocks.map(blockText).join('\n');

const nothing = (member: string, source: ReportLine['source']): ReportLine => ({
  member,
  source,
  result: 'consistent',
  asOf: '2026-02-06',
  items: [],
});
const wage = {
  kind: 'wage',
  text: '',
  amountFen: 2600_00,
  quantity: null,
  from: '2025-03',
  to: null,
  date: null,
  recordNo: null,
} as const;
const of: ReportOf = {
  entrustedBy: '咸宁市咸安区汀泗桥镇人民政府',
  caseNo: '421202-SA01-2026-000123',
  reportNo: 'HD4212022026000007',
  consents: ['咸安汀泗桥民核授字〔2026〕1号'],
  requestedOn: '2026-02-05',
  validUntil: '2026-08-12',
  members: [
    { ref: 'self', name: '李建国' },
    { ref: 'm1', name: '鲁小芹' },
  ],
  report: {
    lines: [
      nothing('self', 'tax'),
      nothing('self', 'justice'),
      { ...nothing('self', 'real-estate'), result: 'unanswered', asOf: null },
      { ...nothing('m1', 'tax'), result: 'inconsistent', items: [wage] },
      nothing('m1', 'justice'),
    ],
    unanswered: ['不动产登记机构'],
    proceedReason: '不动产登记系统停机，先行办理',
    notAsked: [{ member: 'm1', source: 'real-estate', reason: 'not-consented' }],
  },
  discrepancies: [{ member: 'm1', source: 'tax', text: '工资性收入：2026-01申报0.00元，查得2,600.00元' }],
  replaces: null,
};

test('核对报告：查到的逐项写明，没有记录的来源并成一行，没有反馈的单列', () => {
  expect(textOf(reportPaper(of))).toContain(
    [
      '李建国｜不动产登记机构｜未反馈｜—｜—',
      '李建国｜其余2个来源｜一致｜2026-02-06｜没有记录：税务部门、司法行政（监狱、戒毒）',
      '鲁小芹｜税务部门｜不一致｜2026-02-06｜工资性收入：2,600.00元，2025-03至今',
      '鲁小芹｜其余1个来源｜一致｜2026-02-06｜没有记录：司法行政（监狱、戒毒）',
    ].join('\n'),
  );
});

test('差异写明是谁、哪个来源；未反馈不等于没有，先行出具的写明理由；没有查询的写明为什么', () => {
  const text = textOf(reportPaper(of));
  for (const said of [
    '授权书咸安汀泗桥民核授字〔2026〕1号',
    '鲁小芹｜税务部门｜工资性收入：2026-01申报0.00元，查得2,600.00元',
    '不动产登记机构未反馈。未反馈不等于没有相关信息',
    '未全部反馈仍出具报告的理由：不动产登记系统停机，先行办理。',
    '没有查询：不动产登记机构（授权没有包括这个来源）：鲁小芹。',
    '有效期至2026年8月12日',
  ])
    expect(text).toContain(said);
});

test('全部反馈、没有差异：照实写；复核后重新出具的，写明取代哪一份', () => {
  const text = textOf(
    reportPaper({
      ...of,
      report: { lines: [nothing('self', 'tax')], unanswered: [], proceedReason: null },
      discrepancies: [],
      consents: [],
      replaces: '咸安民核报字〔2026〕7号',
    }),
  );
  for (const said of [
    '依据本人书面授权',
    '李建国｜1个来源｜一致｜2026-02-06｜没有记录：税务部门',
    '未发现与申报不一致的信息',
    '查询的数据来源均已反馈',
    '本报告出具后，咸安民核报字〔2026〕7号同时撤销',
  ])
    expect(text).toContain(said);
});
