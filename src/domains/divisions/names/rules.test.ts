/** 地名规则审查 N1–N9 and example 8 (divisions.md 5.1, 10). */
import { describe, expect, test } from 'vitest';
import { checkName, isRefused, type NameFacts, needsReason } from './rules.ts';

const street = (given: Partial<NameFacts> = {}): NameFacts => ({
  category: 'street',
  specific: '书香',
  generic: '路',
  person: 'none',
  widthMetres: 24,
  areaMetres: null,
  generics: [
    { generic: '大道', measure: 'width', least: 40, most: null },
    { generic: '路', measure: 'width', least: 20, most: 60 },
    { generic: '巷', measure: 'width', least: 2, most: 10 },
  ],
  words: [
    { list: 'leader', word: '毛泽东' },
    { list: 'foreign', word: '曼哈顿' },
    { list: 'brand', word: '集团' },
    { list: 'odd', word: '宇宙' },
  ],
  rare: [],
  scopeZh: '咸安区内',
  equal: [],
  sameSpecific: [],
  homophones: [],
  elsewhere: [],
  renames: null,
  ...given,
});
const village = (given: Partial<NameFacts>): NameFacts =>
  street({
    category: 'committee',
    widthMetres: null,
    generics: ['村', '社区'].map((generic) => ({ generic, measure: null, least: null, most: null })),
    ...given,
  });
const codes = (facts: NameFacts) => checkName(facts).map(({ code, verdict }) => `${code} ${verdict}`);

test('书香路：两部分齐全，宽24米，没有重名同音，没有什么要说的', () => {
  expect(checkName(street())).toEqual([]);
});

test('N1 缺通名，不能用；通名不是这一类的，告诉可以用哪些', () => {
  expect(checkName(street({ generic: '' }))[0]).toEqual({
    code: 'N1',
    verdict: 'refuse',
    zh: '地名由专名和通名两部分组成，缺一部分（地名管理条例第九条）。',
  });
  expect(checkName(street({ generic: '花园' }))[0]!.zh).toBe('这一类地名不能用“花园”作通名，可以用：大道、路、巷。');
});

test('N2 生僻字提醒，不拦', () => {
  expect(codes(street({ specific: '李塅', rare: ['塅'] }))).toEqual(['N2 warn']);
});

describe('N3 人名、外国地名、企业名', () => {
  test('领导人的名字、外国地名、企业名，不能用', () => {
    expect(codes(street({ specific: '毛泽东' }))).toEqual(['N3 refuse']);
    expect(codes(street({ specific: '曼哈顿' }))).toEqual(['N3 refuse']);
    expect(codes(street({ specific: '香城集团' }))).toEqual(['N3 refuse']);
  });
  test('其他人名：有关的写明理由；只是用字相同的提醒核实', () => {
    expect(codes(street({ person: 'linked' }))).toEqual(['N3 reason']);
    expect(codes(street({ person: 'unlinked' }))).toEqual(['N3 warn']);
  });
});

describe('N4 重名（例8）', () => {
  const at = (where: string, name: string) => ({ where, name });
  test('浮山街道拟设双泉社区：咸安区内已有双泉社区，不能用', () => {
    const findings = checkName(village({ specific: '双泉', generic: '社区', equal: [at('咸安区浮山街道', '双泉社区')] }));
    expect(findings).toEqual([
      { code: 'N4', verdict: 'refuse', zh: '咸安区内已有咸安区浮山街道“双泉社区”，不得重名（地名管理条例第九条）。' },
    ]);
    expect(isRefused(findings)).toBe(true);
  });
  test('通山拟设双泉村、赤壁拟设双泉社区：只有专名相同，写明理由可以用', () => {
    for (const [generic, other] of [
      ['村', at('通山县通羊镇', '双泉社区')],
      ['社区', at('赤壁市陆水湖街道', '双泉村')],
    ] as const) {
      const findings = checkName(village({ specific: '双泉', generic, sameSpecific: [other] }));
      expect([isRefused(findings), needsReason(findings)]).toEqual([false, true]);
    }
  });
  test('桥、山这些同名只提醒区分', () => {
    const bridge = {
      category: 'facility',
      generic: '桥',
      generics: [{ generic: '桥', measure: null, least: null, most: null }],
    } as const;
    expect(codes(street({ ...bridge, equal: [at('赤壁市', '书香桥')] }))).toEqual(['N4 warn']);
  });
});

test('N5 同音：文笔路之外又来闻笔路，写明理由', () => {
  expect(codes(street({ specific: '闻笔', homophones: [{ where: '咸安区永安街道', name: '文笔路' }] }))).toEqual(['N5 reason']);
});

test('N6 站不在赤壁，却叫赤壁东站：提醒', () => {
  const station = {
    category: 'facility',
    generic: '站',
    generics: [{ generic: '站', measure: null, least: null, most: null }],
  } as const;
  expect(codes(street({ ...station, specific: '赤壁东', elsewhere: ['赤壁市'] }))).toEqual(['N6 warn']);
});

test('N7 列入保护名录的要改名：没有保护措施不行，有了可以', () => {
  expect(checkName(street({ renames: { name: '南大街', plan: '' } }))[0]).toEqual({
    code: 'N7',
    verdict: 'refuse',
    zh: '“南大街”已列入保护名录，须先制定保护措施（地名管理条例第二十五条）。',
  });
  expect(checkName(street({ renames: { name: '南大街', plan: '老街名用于街口广场，立碑说明。' } }))).toEqual([]);
});

test('N8 大道一般宽40米以上：39米提醒，40米不提醒', () => {
  expect(checkName(street({ generic: '大道', widthMetres: 39 }))[0]).toMatchObject({
    verdict: 'warn',
    zh: '“大道”一般宽40米以上，这里宽39米，名称应当与规模相称（地名管理条例第九条第二项）。',
  });
  expect(checkName(street({ generic: '大道', widthMetres: 40 }))).toEqual([]);
});

test('N9 大、洋、怪：提醒，由人决定', () => {
  expect(codes(street({ specific: '宇宙中心' }))).toEqual(['N9 warn']);
});

test('几条一起：不能用的排在前面', () => {
  expect(codes(street({ specific: '宇宙集团', generic: '大道', widthMetres: 12 }))).toEqual(['N3 refuse', 'N8 warn', 'N9 warn']);
});
