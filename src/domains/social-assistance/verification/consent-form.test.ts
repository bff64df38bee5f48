import { expect, test } from 'vitest';
import { blankForm } from '../../../kernel/document/blank.ts';
import { renderBlank } from '../../../kernel/document/pdf.ts';
import { blankFormsOf } from '../../../kernel/document/server.ts';
import './consent-form.ts';
import { consentedWith, sourceList } from './sources.ts';

const at = { today: '2026-08-01' as const, city: '咸宁市' };
const words = (key: string): string => JSON.stringify(blankForm(key)!.blocks(at));

test('家庭的授权书写明查什么、向谁查、做什么用、多久、可以撤回；和网上签的授权一样', () => {
  const text = words('assistance-consent');
  for (const source of consentedWith(at.today)) expect(text).toContain(sourceList[source].owner);
  for (const say of ['咸宁市民政部门', '六个月内有效', '随时', '撤回', '监护人', '不会写字的按手印']) expect(text).toContain(say);
});

test('义务人的授权书写明由本人决定；特困的多查财产、服刑、残疾', () => {
  expect(words('supporter-consent')).toContain('由本人决定');
  expect(words('supporter-consent')).not.toContain('银行业金融机构');
  expect(words('tekun-supporter-consent')).toContain('银行业金融机构');
});

test.each(['assistance-consent', 'supporter-consent', 'tekun-supporter-consent'])('%s 打印得出来', async (key) => {
  const { title, blocks } = blankForm(key)!;
  const pdf = await renderBlank({ title, blocks: blocks(at), from: '咸宁市民政部门', on: at.today });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});

test('哪些事项有授权书', () => {
  expect(blankFormsOf('SA-01').map((f) => f.title)).toEqual(['家庭经济状况核对授权书', '赡养抚养扶养义务人核对授权书']);
  expect(blankFormsOf('SA-03').map((f) => f.key)).toEqual(['assistance-consent', 'tekun-supporter-consent']);
  expect(blankFormsOf('SA-08')).toEqual([]);
});
