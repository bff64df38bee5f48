import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../csv/index.ts';
import { commonUnit, type Division, inScope, levelOf, liveDivisions, makeDivisions, prefixOf, scopeRange } from './index.ts';
import { loadDivisionTables } from './server.ts';

const divisions = liveDivisions(
  loadDivisionTables({ divisions: 'cities/xianning/divisions.csv', aliases: 'cities/xianning/division-aliases.csv' }),
);
const hintOf = (name: string | undefined) => (name ? divisions.find(name)[0]!.code : undefined);

describe('文字中的地名（place-examples.csv 全部例子）', () => {
  const examples = readCsv(readFileSync('cities/xianning/place-examples.csv', 'utf8')).rows;
  test('共40例', () => expect(examples).toHaveLength(40));
  test.each(examples.map(({ values }) => values))('$text → $code（$note）', (example) => {
    const place = divisions.resolvePlace(example.text!, hintOf(example['hint county']));
    expect([place.code ?? 'none', place.level]).toEqual([example.code, example.level]);
  });
});

describe('地名的标记与候选', () => {
  const flags = (text: string, hint?: string) => divisions.resolvePlace(text, hintOf(hint)).flags;

  test('嘉鱼县7个镇：名录有8个镇，标数量不一致；通城县11个乡镇：一致', () => {
    expect(flags('嘉鱼县7个镇日间照料中心项目')).toEqual(['COUNT_DIFFERS']);
    expect(flags('通城全县11个乡镇')).toEqual([]);
  });

  test('列出的社区与所说的11个一致，不标', () => {
    const place = divisions.resolvePlace('崇阳县3个社区(和平社区、大集社区、七星社区)');
    expect([place.code, place.flags, place.members.length]).toEqual(['421223100000', ['SEVERAL'], 3]);
    expect(flags('崇阳县4个社区(和平社区、大集社区、七星社区)')).toContain('COUNT_DIFFERS');
  });

  test('高桥村无上级：四个候选，取共同上级，低置信', () => {
    expect(divisions.resolvePlace('高桥村')).toEqual({
      code: '421200000000',
      level: 'city',
      confidence: 'low',
      members: [],
      flags: ['AMBIGUOUS'],
      candidates: ['421202108224', '421222103215', '421224101202', '421281107202'],
    });
  });

  test('石头口村现为社区：标类型变更；桃花坪只有名称：标低置信', () => {
    expect(flags('赤壁市赤壁镇石头口村')).toEqual(['KIND_CHANGED']);
    expect(flags('赤壁市桃花坪老虎墩路126')).toEqual(['LOW_CONFIDENCE']);
  });

  test('文字写明的县优先于所给的县，并标不一致', () => {
    expect(divisions.resolvePlace('通山县通羊镇双泉社区', hintOf('咸安区'))).toMatchObject({
      code: '421224100005',
      flags: ['HINT_CONFLICT'],
      confidence: 'medium',
    });
  });

  test('相近的名称不互相顶替：新店镇没有马鞍山村，停在镇', () => {
    expect(divisions.resolvePlace('新店镇马鞍山村')).toMatchObject({ code: '421281100000', flags: ['UNKNOWN_VILLAGE'] });
  });

  test('县名之后只写“向阳湖”：认作镇，标只有名称；后面是路则不认', () => {
    expect(divisions.resolvePlace('咸安区向阳湖农村福利院')).toMatchObject({ code: '421202101000', flags: ['BARE_TOWNSHIP'] });
    expect(divisions.resolvePlace('通山县青山路特1').code).toBe('421224000000');
  });

  test('只有提示、没有地名：不成其为地点', () => {
    expect(divisions.resolvePlace('老年活动中心', hintOf('咸安区')).code).toBeNull();
    expect(divisions.resolvePlace('', hintOf('咸安区')).code).toBeNull();
  });

  test('提示到乡镇：同县两个新屋村，乡镇提示选定一个', () => {
    expect(divisions.resolvePlace('新屋村', hintOf('通山县'))).toMatchObject({ code: '421224000000', flags: ['AMBIGUOUS'] });
    expect(divisions.resolvePlace('新屋村', hintOf('黄沙铺镇'))).toMatchObject({ level: 'village', confidence: 'high' });
  });

  test.each([
    ['咸安经济开发区', '421202571000'],
    ['通山县开发区', '421224570000'],
    ['赤壁市经济开发区', '421281404000'],
    ['咸宁市经济技术开发区', '421202570000'],
    ['咸宁高新技术产业开发区', '421202570000'],
    ['嘉鱼县簰洲湾镇', '421221107000'],
    ['崇阳县高枧乡镇', '421223203000'],
    ['湖北省咸宁市咸安区永安街办', '421202003000'],
    ['嘉鱼县潘家湾镇东村', '421221106207'],
    ['九宫山镇横石潭社区', '421224104001'],
    ['通城县塘湖镇荻田村', '421222102204'],
    ['赤壁', '421281000000'],
    ['赤壁镇', '421281104000'],
    ['赤壁市赤壁大道8号', '421281000000'],
    ['头墩社区', '421221450001'],
  ])('%s → %s', (text, code) => expect(divisions.resolvePlace(text).code).toBe(code));

  test('泛称“开发区”和路名“赤壁大道”单独出现，不定地点', () => {
    expect(divisions.resolvePlace('开发区').code).toBeNull();
    expect(divisions.resolvePlace('赤壁大道8号').code).toBeNull();
  });
});

test('每个法定单位的全称、带省市的全称、原始名称加门牌，都认得回自己', () => {
  const wrong: string[] = [];
  for (const unit of divisions.all.filter((d) => d.legal && ['county', 'township', 'village'].includes(d.level))) {
    const full = divisions.fullName(unit.code);
    const above = unit.level === 'county' ? '' : divisions.fullName(unit.parent!);
    for (const text of [full, `湖北省咸宁市${full}`, `${above}${unit.rawName}3组12号`])
      if (divisions.resolvePlace(text).code !== unit.code) wrong.push(text);
  }
  expect(wrong).toEqual([]);
});

test('企业名称整段不算地名，前后另起的地点仍算', () => {
  expect(divisions.resolvePlace('咸安区某某养老（湖北）有限公司').code).toBeNull();
  expect(divisions.resolvePlace('通山县大路乡吴田村（通山某某置业有限公司）').code).toBe('421224200204');
  expect(divisions.resolvePlace('赤壁某某公司、通城县东港村').code).toBe('421222100208');
});

describe('区划树', () => {
  test('名录：6县，89个乡级（街道6、镇52、乡12为法定70，功能区19），1,096个村级（886村、193社区、17其他）', () => {
    const count = (test: (row: Division) => boolean) => divisions.all.filter(test).length;
    expect(count((d) => d.level === 'county')).toBe(6);
    expect((['街道', '镇', '乡', '功能区'] as const).map((kind) => count((d) => d.kind === kind))).toEqual([6, 52, 12, 19]);
    expect(count((d) => d.level === 'township' && d.legal)).toBe(70);
    expect((['村', '社区', '虚拟', '类似村级'] as const).map((kind) => count((d) => d.kind === kind))).toEqual([886, 193, 14, 3]);
    expect(count((d) => d.level === 'village' && d.legal)).toBe(1079);
    expect(count((d) => d.level === 'village')).toBe(1096);
  });

  test('全称、上级与下级', () => {
    expect(divisions.fullName('421202100238')).toBe('咸安区汀泗桥镇赤岗村');
    expect(divisions.fullName('421200000000')).toBe('咸宁市');
    expect(divisions.ancestors('421281100205').map((d) => d.name)).toEqual(['新店镇', '赤壁市', '咸宁市', '湖北省', '全国']);
    expect(divisions.children('421200000000').map((d) => d.name)).toEqual([
      '咸安区',
      '嘉鱼县',
      '通城县',
      '崇阳县',
      '通山县',
      '赤壁市',
    ]);
    expect(divisions.subtree('421202000000').filter((d) => d.level === 'village')).toHaveLength(197);
  });

  test('代码范围：镇、县、市、全国；按字节比较', () => {
    expect(scopeRange('421202001000')).toEqual({ lo: '421202001000', hi: '421202002000' });
    expect(scopeRange('421202000000')).toEqual({ lo: '421202000000', hi: '421203000000' });
    expect(scopeRange('421200000000')).toEqual({ lo: '421200000000', hi: '421300000000' });
    expect(scopeRange('421202001999')).toEqual({ lo: '421202001999', hi: '421202002000' });
    expect(scopeRange('000000000000')).toEqual({ lo: '000000000000', hi: ':' });
    expect(scopeRange('990000000000')).toEqual({ lo: '990000000000', hi: ':' });
    const { lo, hi } = scopeRange('421281000000');
    expect(divisions.all.filter((d) => d.code >= lo && d.code < hi)).toEqual(divisions.subtree('421281000000'));
  });

  test('层级、前缀、包含、共同上级', () => {
    expect(levelOf('421202001002')).toBe('village');
    expect(() => levelOf('4212')).toThrow(RangeError);
    expect(prefixOf('421202001002')).toEqual({ d2: '42', d4: '4212', d6: '421202', d9: '421202001', d12: '421202001002' });
    expect([inScope('421202001002', '421202000000'), inScope('421221001002', '421202000000')]).toEqual([true, false]);
    expect(commonUnit(['421202105001', '421202105003'])).toBe('421202105000');
    expect(commonUnit(['421202105001', '421281000000'])).toBe('421200000000');
  });

  test('按汉字、全拼、首字母查找', () => {
    const names = (query: string, within?: string) => divisions.search(query, { within, limit: 3 }).map((d) => d.name);
    expect(names('汀泗')).toContain('汀泗桥镇');
    expect(names('tingsiqiao')[0]).toBe('汀泗桥镇');
    expect(names('xaq')[0]).toBe('咸安区');
    expect(names('簰洲湾')).toContain('牌洲湾镇');
    expect(names('双泉', '421224000000')).toEqual(['双泉社区']);
    expect(names('')).toEqual([]);
  });
});

test('肖岭乡2027年1月1日改镇（虚构）：旧代码当日仍可查，之后指向新代码', () => {
  const old = divisions.get('421223200000')!;
  const village = divisions.get('421223200205')!;
  const town: Division = { ...old, code: '421223108000', name: '肖岭镇', kind: '镇', validFrom: '2027-01-01' };
  const moved: Division = { ...village, code: '421223108205', parent: town.code, validFrom: '2027-01-01' };
  const ended = divisions.all.map((row) => (inScope(row.code, old.code) ? { ...row, validTo: '2027-01-01' as const } : row));
  const changed = makeDivisions(
    [...ended, town, moved],
    [],
    [
      { from: old.code, to: town.code, effectiveOn: '2027-01-01', weight: 1 },
      { from: village.code, to: moved.code, effectiveOn: '2027-01-01', weight: 1 },
    ],
  );
  const before = changed.asOf('421223200205', '2026-12-31')!;
  expect([before.name, changed.get(before.parent!)!.name]).toEqual([village.name, '肖岭乡']);
  expect(changed.asOf('421223200205', '2027-01-01')).toBeUndefined();
  expect(changed.current('421223200205', '2026-12-31')).toEqual(['421223200205']);
  expect(changed.current('421223200205', '2027-01-02')).toEqual(['421223108205']);
});
