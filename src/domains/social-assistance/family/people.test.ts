/** 户籍登记按户主记关系，申请表按申请人填：申请人不是户主的，登记时换算。 */
import { expect, test } from 'vitest';
import { relationToHead } from './people.ts';

test('申请人就是户主的，填什么记什么', () => {
  expect(relationToHead('spouse', 'self')).toBe('spouse');
  expect(relationToHead('self', 'self')).toBe('head');
});
test('儿子申请，户主是母亲：儿子的父母是户主的配偶，儿子自己是户主的子女', () => {
  expect(relationToHead('parent', 'parent')).toBe('spouse');
  expect(relationToHead('self', 'parent')).toBe('child');
  expect(relationToHead('child', 'parent')).toBe('grandchild');
});
test('户主不在表上，说不出是什么关系的，记其他亲属', () => {
  expect(relationToHead('child', undefined)).toBe('other');
});
