/** 申报的内容：页面没有专门说法的，用申请表自己的说法。 */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { choice, Division, FenAmount, formOf, ResidentId } from '../schema/index.ts';
import { furtherAnswers } from './said.ts';

const House = z.strictObject({
  areaSqm: z.string().meta({ label: '建筑面积', unit: '平方米' }),
  dangerous: z.boolean().default(false).meta({ label: '经鉴定是危房' }),
  rentFen: FenAmount.optional().meta({ label: '每月租金' }),
  built: choice({ brick: '砖木', concrete: '砖混' }).default('concrete').meta({ label: '结构' }),
  place: Division.optional().meta({ label: '在哪里', widget: 'division' }),
  owner: ResidentId.optional().meta({ label: '产权人', protect: true }),
});
const fields = formOf(House);
const further = (answers: Record<string, unknown>) => furtherAnswers(fields, answers, ['areaSqm'], (code) => `村${code}`);

test('新加的问题不用改页面：有回答的就列出来，金额、选项、地区都是人话', () => {
  expect(further({ areaSqm: '62', dangerous: true, rentFen: 123_400, built: 'brick', place: '421202106201' })).toEqual([
    { label: '经鉴定是危房', value: '是' },
    { label: '每月租金', value: '1,234.00元' },
    { label: '结构', value: '砖木' },
    { label: '在哪里', value: '村421202106201' },
  ]);
});

test('没有改过的通常回答、没有填的，不列；页面自己说的，不重复', () => {
  expect(further({ areaSqm: '62', dangerous: false, built: 'concrete' })).toEqual([]);
});

test('保密的内容只说已填写', () => {
  expect(further({ areaSqm: '62', owner: '421202197005055678' })).toEqual([{ label: '产权人', value: '已填写' }]);
});
