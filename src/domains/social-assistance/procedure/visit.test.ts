import { expect, test } from 'vitest';
import { formOf } from '../../../kernel/schema/index.ts';
import { recordVisit } from './visit.ts';

test('入户调查表：签名必填；勾了“家人没有签字”的，换成必须写明原因', () => {
  const asked = formOf(recordVisit.input).filter((f) => ['unsigned', 'signature', 'refusalNote'].includes(f.name));
  expect(asked).toMatchObject([
    { name: 'unsigned', type: 'boolean', required: false },
    { name: 'signature', required: true, showIf: { field: 'unsigned', in: [false] } },
    { name: 'refusalNote', required: true, showIf: { field: 'unsigned', in: [true] } },
  ]);
});
