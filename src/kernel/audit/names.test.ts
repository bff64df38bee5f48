import { expect, test } from 'vitest';
import { actionNames } from './index.ts';

test('账簿的记账和冲账有中文名称；每个名称都是中文，两个动作不同名', () => {
  expect([actionNames['ledger.posted'], actionNames['ledger.reversed']]).toEqual(['记账', '冲账']);
  const names = Object.values(actionNames);
  for (const name of names) expect(name).toMatch(/^[\u4e00-\u9fff：、“”]+$/u);
  expect(new Set(names).size).toBe(names.length);
});
