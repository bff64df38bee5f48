import { expect, test } from 'vitest';
import { placeAt } from './placeAt.ts';

const places = ['/', '/plan', '/plan/tasks', '/projects'].map((to) => ({ to }));

test('在规划任务里，只有规划任务是现在的一页；一项指标还在规划指标下面', () => {
  expect(placeAt(places, '/plan/tasks')).toBe('/plan/tasks');
  expect(placeAt(places, '/plan/tasks/7')).toBe('/plan/tasks');
  expect(placeAt(places, '/plan/indicators/IND14-04')).toBe('/plan');
});

test('首页只在首页；名字开头一样的不算；菜单里没有的没有', () => {
  expect(placeAt(places, '/')).toBe('/');
  expect(placeAt(places, '/planning')).toBeNull();
  expect(placeAt(places, '/cases/1')).toBeNull();
});
