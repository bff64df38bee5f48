import { expect, test } from 'vitest';
import type { FormField } from '../../../kernel/schema/index.ts';
import { stepsOf } from './steps.ts';

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label: name,
  type: 'text',
  required: true,
  ...more,
});
const signature = field('signature', { type: 'file', widget: 'signature' });
const consents = field('consents', { type: 'list', fields: [field('member', { widget: 'person' }), signature] });
const promise = field('promise', { type: 'boolean', must: true });
const shape = (steps: ReturnType<typeof stepsOf>) => steps.map((s) => [s.title, s.fields.map((f) => f.name)]);

test('签名和承诺挪到最后一页，在通读之后', () => {
  expect(
    shape(
      stepsOf([
        { title: '申请人', fields: [field('name')] },
        { title: '账户', fields: [field('account'), consents, promise] },
      ]),
    ),
  ).toEqual([
    ['申请人', ['name']],
    ['账户', ['account']],
    ['看一遍，签名', ['consents', 'promise']],
  ]);
});
test('只有签名的一步不单独成页；没有签名的事项也先通读再提交', () => {
  expect(
    shape(
      stepsOf([
        { title: '照片', fields: [field('photo')] },
        { title: '签名', fields: [signature] },
      ]),
    ),
  ).toEqual([
    ['照片', ['photo']],
    ['看一遍，签名', ['signature']],
  ]);
  expect(shape(stepsOf([{ title: '照片', fields: [field('photo')] }]))[1]).toEqual(['看一遍，提交', []]);
});
