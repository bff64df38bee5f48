import { expect, test } from 'vitest';
import { cardBursts } from './doubt-rules.ts';

const use = (personId: string, at: string) => ({ personId, at: `2026-11-12T${at}Z` });

test('一分钟里刷了三位老人的卡列出来；两位不列，同一位刷三次不列，跨了一分钟不列', () => {
  const three = [use('甲', '01:10:05'), use('乙', '01:10:20'), use('丙', '01:10:59')];
  expect(cardBursts(three, 3)).toEqual([{ at: '2026-11-12T01:10:00.000Z', cards: 3 }]);
  expect(cardBursts(three.slice(0, 2), 3)).toEqual([]);
  expect(cardBursts([use('甲', '01:10:05'), use('甲', '01:10:20'), use('甲', '01:10:59')], 3)).toEqual([]);
  expect(cardBursts([...three.slice(0, 2), use('丙', '01:11:00')], 3)).toEqual([]);
});
