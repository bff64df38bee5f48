/** Every decision on temporary aid names both ways to appeal (4.9). */
import { expect, test } from 'vitest';
import type { Block, Letter } from '../../../kernel/document/index.ts';
import { aidRefusal, approvalSheet, stageStopLetter, supplementSheet } from './documents.ts';
import { inKindText } from './in-kind.ts';

const words = (block: Block): string => ('text' in block ? block.text : '');
const textOf = (letter: Letter): string => letter.blocks.map(words).join('\n');
const application = { applicantName: '王秀英', caseNumber: '421281SA082026080800001', appliedOn: '2026-08-08' } as const;
const reconsiderationBody = '赤壁市人民政府';
const contact = { office: '赤壁市民政局', telephone: '0715-5222222' };
const of = { application, reconsiderationBody, persons: 4, breakdown: [] };

const approval = { ...of, amountFen: 900_00, stages: [], opinion: '同意救助。', clauses: [], minutesNo: null };
const supplement = {
  ...of,
  place: '官塘驿镇',
  cause: '火灾',
  what: '房屋烧毁',
  measures: [],
  firstAid: { amountFen: 3_000_00, at: '8月8日15时' },
  townshipFen: 3_000_00,
  countyFen: 3_400_00,
  restWaived: null,
  overOn: '2026-08-10',
  explanation: '已租房安置',
} as const;
const refusal = { application, reconsiderationBody, contact, clauses: [], opinion: '先行救助够用。' };

const stop = {
  application,
  reconsiderationBody,
  contact,
  paidFen: 4_000_00,
  stoppedFen: 2_000_00,
  reason: '医疗费已全部报销。',
  statement: '没有意见。',
} as const;

test.each([
  ['支出型批准', approvalSheet(approval)],
  ['急难型批准', supplementSheet(supplement)],
  ['不予批准', aidRefusal(refusal)],
  ['停发余下阶段', stageStopLetter(stop)],
])('%s：写明60日内向赤壁市人民政府申请行政复议、6个月内提起行政诉讼', (_, letter) => {
  const text = textOf(letter);
  expect(text).toContain('60日内，依据《中华人民共和国行政复议法》向赤壁市人民政府申请行政复议');
  expect(text).toContain('6个月内，依据《中华人民共和国行政诉讼法》向有管辖权的人民法院提起行政诉讼');
});

test('已经先行救助、其余部分不批的：告知书写明先行救助多少、不追回', () => {
  expect(textOf(aidRefusal({ ...refusal, givenFen: 3_000_00 }))).toContain(
    '已先行救助3,000.00元，不追回；其余部分经审核不予批准。',
  );
  expect(textOf(aidRefusal(refusal))).not.toContain('先行救助3');
});

test('停发余下阶段：已发多少不追回、停发多少、为什么、家里怎么说，都写明', () => {
  const text = textOf(stageStopLetter(stop));
  expect(text).toContain('已发放4,000.00元，不追回；余下的2,000.00元不再发放');
  for (const said of ['医疗费已全部报销。', '没有意见。']) expect(text).toContain(said);
});

test('没有发钱、只给了帮助的急难：补充说明表写明先给了什么，不写成由县级直接救助', () => {
  const sheet = supplementSheet({
    ...supplement,
    firstAid: { amountFen: 0, at: '8月8日15时' },
    measures: [
      inKindText({ kind: 'goods', what: '棉被', quantity: '4床', valueFen: 480_00, source: '镇物资库' }),
      '心理疏导、精神慰藉',
    ],
  });
  const said = JSON.stringify(sheet.blocks);
  expect(said).toContain('8月8日15时，给了钱以外的帮助，没有发钱');
  expect(said).toContain('发放实物：棉被，4床（折合480.00元，镇物资库）；心理疏导、精神慰藉');
});
