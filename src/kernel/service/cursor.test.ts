import { expect, test } from 'vitest';
import { pageOf, stretchOf } from './cursor.ts';

test('一页一页接着看：多问一条才知道还有没有；乱写的从头开始', () => {
  expect(stretchOf(undefined, 3)).toEqual({ offset: 0, size: 3 });
  expect(stretchOf('-1', 3)).toEqual({ offset: 0, size: 3 });
  expect(stretchOf('1; drop', 3)).toEqual({ offset: 0, size: 3 });
  expect(pageOf([1, 2, 3, 4], stretchOf(undefined, 3))).toEqual({ rows: [1, 2, 3], next: '3' });
  expect(pageOf([4], stretchOf('3', 3))).toEqual({ rows: [4], next: null });
  expect(pageOf([1, 2, 3], stretchOf('0', 3))).toEqual({ rows: [1, 2, 3], next: null });
});
