import { expect, test } from 'vitest';
import { mayUse } from './money-rules.ts';

test.each([
  ['基本生活费买菜', 'living', 'food', true],
  ['基本生活费发护理员报酬', 'living', 'carers', false],
  ['照料护理费发护理员报酬', 'care', 'carers', true],
  ['照料护理费发门卫工资', 'care', 'staff', false],
  ['基本生活费修屋顶', 'living', 'building', false],
] as const)('%s：%s、%s %s', (_, source, purpose, may) => {
  expect(mayUse(source, purpose)).toBe(may);
});
