import { expect, test } from 'vitest';
import type { Clause } from '../../kernel/policy/index.ts';
import { explain } from '../../kernel/result/index.ts';
import { stillUnknown } from './unknown.ts';

const clause = (name: string, verdict: Clause['verdict'], note?: string): Clause => ({
  name,
  verdict,
  value: null,
  limit: null,
  basis: '',
  ...(note ? { note } : {}),
});

test('还有没查明的：告诉缺的是谁的哪一项，已经符合、不符合的不列', () => {
  const refused = stillUnknown([
    clause('家庭月人均收入低于最低生活保障标准', 'unknown', '尚未查明：配偶就业状况'),
    clause('住房符合规定', 'met'),
    clause('家庭经济状况核对已完成', 'unknown', '还没有核对报告，须提请核对'),
  ]);
  expect(refused.code).toBe('STILL_UNKNOWN');
  expect(explain(refused).message).toBe(
    '还有2项情况没有查明，不能作出结论：家庭月人均收入低于最低生活保障标准（尚未查明：配偶就业状况）；家庭经济状况核对已完成（还没有核对报告，须提请核对）。',
  );
});
