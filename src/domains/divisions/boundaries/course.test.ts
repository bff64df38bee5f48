import { expect, test } from 'vitest';
import { coarsened } from '../../../kernel/division/index.ts';
import { pointsOf, pointsText } from './course.ts';

const problem = (text: string) => {
  const read = pointsOf(text);
  return read.ok ? null : read.fields?.[0]?.message;
};

test('一行一个点，全角逗号、空行都认；重复的点只算一个；改的时候照样写回来', () => {
  const read = pointsOf('114.0123,29.8456\n\n114.0200，29.8500\n114.02 29.85\n114.03,29.86');
  expect(read).toEqual({
    ok: true,
    value: [
      [114.0123, 29.8456],
      [114.02, 29.85],
      [114.03, 29.86],
    ],
  });
  expect(read.ok && pointsText(read.value)).toBe('114.0123,29.8456\n114.02,29.85\n114.03,29.86');
});

test('写反了的、不是数的，说是哪一行；一个点连不成线', () => {
  expect(problem('114.0123,29.8456\n29.85,114.02')).toBe('第2行不是“经度,纬度”：29.85,114.02');
  expect(problem('东经114度')).toMatch(/^第1行/);
  expect(problem('114.0123,29.8456')).toBe('至少两个点才连得成线');
});

test('对外的走向：离直线不到300米的拐点不画，超过的画；坐标只到千分之一度', () => {
  const bend = (north: number) =>
    coarsened(
      [
        [114, 29.8],
        [114.05, 29.8 + north],
        [114.1, 29.8],
      ],
      300,
    );
  expect(bend(0.0026)).toHaveLength(2);
  expect(bend(0.0028)).toEqual([
    [114, 29.8],
    [114.05, 29.803],
    [114.1, 29.8],
  ]);
});
