/** 公众评价的算例（规划统计 第10节 例15）. */
import { expect, test } from 'vitest';
import { surveyOf } from './rules.ts';

test('400份：120、180、70、20、10份，指数78.0，满385份有效；384份无效；没有人答就没有指数', () => {
  expect(surveyOf({ a: 120, b: 180, c: 70, d: 20, e: 10 }, 385)).toEqual({ copies: 400, index: '78.0', valid: true });
  expect(surveyOf({ a: 385, b: 0, c: 0, d: 0, e: 0 }, 385).valid).toBe(true);
  expect(surveyOf({ a: 384, b: 0, c: 0, d: 0, e: 0 }, 385)).toEqual({ copies: 384, index: '100.0', valid: false });
  expect(surveyOf({ a: 0, b: 0, c: 0, d: 0, e: 0 }, 385)).toEqual({ copies: 0, index: null, valid: false });
});

test('四舍五入到一位：三份满意（80）一份不满意（30）是67.5，两份非常满意一份一般是86.7', () => {
  expect(surveyOf({ a: 0, b: 3, c: 0, d: 1, e: 0 }, 1).index).toBe('67.5');
  expect(surveyOf({ a: 2, b: 0, c: 1, d: 0, e: 0 }, 1).index).toBe('86.7');
});
