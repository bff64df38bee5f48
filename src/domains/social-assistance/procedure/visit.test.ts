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

test('入户调查表：至少一张现场照片；勾了“没有拍照”的，换成必须写明原因；位置可以不记', () => {
  const asked = formOf(recordVisit.input).filter((f) => ['unphotographed', 'photos', 'photoNote', 'position'].includes(f.name));
  expect(asked).toMatchObject([
    { name: 'unphotographed', type: 'boolean', required: false },
    { name: 'photos', type: 'file', min: 1, required: true, showIf: { field: 'unphotographed', in: [false] } },
    { name: 'photoNote', required: true, showIf: { field: 'unphotographed', in: [true] } },
    { name: 'position', type: 'text', widget: 'position', required: false },
  ]);
});
