/** What is granted can be appealed as well: the amount or the first month may be wrong. */
import { expect, test } from 'vitest';
import { reviewForm } from './papers.ts';

test('批准的审核审定表也写明：60日内申请行政复议、6个月内提起行政诉讼', () => {
  const { blocks } = reviewForm({
    about: {
      applicantName: '王秀英',
      caseNumber: '421202DB012026063000001',
      appliedOn: '2026-06-30',
      contact: { office: '咸安区民政局', telephone: '0715-8322222' },
      reconsiderationBody: '咸安区人民政府',
    },
    opinions: [{ step: '民政审定', officer: '李明', on: '2026-07-14', opinion: '同意。' }],
    outcomes: [{ kind: 'living', clauses: [], amountFen: 110_00, fromMonth: '2026-06' }],
  });
  const text = blocks.map((block) => ('text' in block ? block.text : '')).join('\n');
  expect(text).toContain('60日内，依据《中华人民共和国行政复议法》向咸安区人民政府申请行政复议');
  expect(text).toContain('6个月内，依据《中华人民共和国行政诉讼法》');
});
