import { expect, test } from 'vitest';
import type { FormField } from '../../kernel/schema/index.ts';
import { isSpoken, joined } from './speech.tsx';

const field = (more: Partial<FormField>): FormField => ({ name: 'a', type: 'text', label: '情况', required: true, ...more });

test('自己的话可以说着填；证件号、电话、账号、数字和选项用手填', () => {
  expect(isSpoken(field({ widget: 'textarea' }))).toBe(true);
  for (const format of ['resident-id', 'mobile', 'bank-account'] as const) expect(isSpoken(field({ format }))).toBe(false);
  expect(isSpoken(field({ type: 'amount' }))).toBe(false);
});

test('接着说的加在后面：一段话用逗号隔开，已有标点的不再加；一行的不带识别出来的句号', () => {
  expect(joined('', '屋顶漏雨。', 'many')).toBe('屋顶漏雨。');
  expect(joined('屋顶漏雨', '墙也裂了', 'many')).toBe('屋顶漏雨，墙也裂了');
  expect(joined('屋顶漏雨。', '墙也裂了', 'many')).toBe('屋顶漏雨。墙也裂了');
  expect(joined('', '王秀英。', 'one')).toBe('王秀英');
  expect(joined('汀泗桥', '古街12号，', 'one')).toBe('汀泗桥古街12号');
});
