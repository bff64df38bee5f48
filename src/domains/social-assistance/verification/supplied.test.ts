/** 《社会救助法》第六十二条: which papers may not be asked for. */
import { expect, test } from 'vitest';
import { allSources } from './sources.ts';
import { supplierOf } from './supplied.ts';

test.each([
  ['户口簿复印件', 'civil-registration'],
  ['结婚证', 'civil-affairs'],
  ['无房证明', 'real-estate'],
  ['机动车行驶证', 'vehicles'],
  ['个体营业执照', 'market-entities'],
  ['残疾人证', 'disability-certificate'],
  ['社会保险缴费证明', 'social-insurance'],
  ['孩子的在读证明', 'education'],
  ['住房公积金缴存明细', 'housing-fund'],
])('“%s”能查到，不得要求提供', (paper, source) => expect(supplierOf(paper, allSources)).toBe(source));

test.each(['离婚协议或判决书', '住院发票', '医疗费票据', '赡养协议', '租房合同', '监护关系证明', '打工工资条', '诊断证明'])(
  '“%s”没有哪个部门能给，可以要',
  (paper) => expect(supplierOf(paper, allSources)).toBeNull(),
);

test('这个来源没有接通的，只好请家里提供', () => {
  expect(supplierOf('残疾人证', ['tax', 'civil-registration'])).toBeNull();
});
