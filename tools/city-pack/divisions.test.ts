import { expect, test } from 'vitest';
import { canonicalVillage, coreOf, kindOf } from '../../src/kernel/division/index.ts';
import { divisionLines } from './divisions.ts';
import { owners } from './xianning.ts';

test.each([
  ['洪下村村委会', '村', '洪下村', '洪下'],
  ['东村村民委员会', '村', '东村村', '东村'],
  ['赤岗村委会', '村', '赤岗村', '赤岗'],
  ['罗县村村委会', '村', '罗县村', '罗县'],
  ['阴山村民委员会', '村', '阴山村', '阴山'],
  ['凤凰山居委会', '社区', '凤凰山社区', '凤凰山'],
  ['簰洲湾社区居民委员会', '社区', '簰洲湾社区', '簰洲湾'],
  ['鹿角山林场虚拟生活区', '虚拟', '鹿角山林场虚拟生活区', '鹿角山林场虚拟生活区'],
] as const)('规范名称：%s → %s %s（专名 %s）', (raw, kind, name, core) => {
  expect(canonicalVillage(raw, kind)).toEqual({ name, core, aliases: [] });
});

test('单位前缀转为别名：蒲纺集团桂花树社区居委会 → 桂花树社区', () => {
  expect(canonicalVillage('蒲纺集团桂花树社区居委会', '社区', owners)).toEqual({
    name: '桂花树社区',
    core: '桂花树',
    aliases: ['蒲纺集团桂花树社区'],
  });
});

test('类型由代码区段决定', () => {
  const kinds = [
    '421202000000',
    '421221000000',
    '421281000000',
    '421202001000',
    '421202100000',
    '421202200000',
    '421202450000',
  ].map((code) => kindOf(code, '某'));
  expect(kinds).toEqual(['市辖区', '县', '县级市', '街道', '镇', '乡', '功能区']);
  expect(['421202001001', '421202100201', '421202450501', '421202450598'].map((code) => kindOf(code, '某'))).toEqual([
    '社区',
    '村',
    '类似村级',
    '虚拟',
  ]);
  expect(kindOf('421202103901', '新建社区')).toBe('社区');
  expect([coreOf('汀泗桥镇', '镇'), coreOf('温泉街道', '街道'), coreOf('蒲纺工业园', '功能区')]).toEqual([
    '汀泗桥',
    '温泉',
    '蒲纺工业园',
  ]);
});

test('源数据的6位、9位、12位代码补足12位，并给出上级', () => {
  const { divisions, aliases } = divisionLines(
    [
      { code: '421281400001', name: '蒲纺集团桂花树社区居委会' },
      { code: '421281400', name: '蒲纺工业园' },
      { code: '421281', name: '赤壁市' },
    ],
    { owners, spell: (name) => name },
  );
  expect(divisions.map((d) => [d.code, d.level, d.kind, d.parent_code, d.legal])).toEqual([
    ['421281000000', 'county', '县级市', '421200000000', 'true'],
    ['421281400000', 'township', '功能区', '421281000000', 'false'],
    ['421281400001', 'village', '社区', '421281400000', 'true'],
  ]);
  expect(aliases.map((a) => [a.text, a.code, a.scope])).toEqual([['蒲纺集团桂花树社区', '421281400001', '421281000000']]);
});
