/** 行政区划变更: what a change makes of the tree, by the worked examples of the specification. */
import { describe, expect, test } from 'vitest';
import { effectOf, problemsOf, shareOut, type UnitChange, WHOLE } from './changes.ts';
import { liveDivisions } from './index.ts';
import { loadDivisionTables } from './server.ts';

const pack = loadDivisionTables({ divisions: 'cities/xianning/divisions.csv', aliases: 'cities/xianning/division-aliases.csv' });
const change = (given: Partial<UnitChange>): UnitChange => ({
  type: 'merge',
  effectiveOn: '2027-01-01',
  ends: [],
  begins: [],
  shares: [],
  ...given,
});
const codes = (given: Partial<UnitChange>) => problemsOf(pack.rows, change(given)).map((p) => p.code);

/** 例3（虚构）：2026年11月30日批准，2027年1月1日起肖岭乡改为肖岭镇。 */
const toTown = change({
  type: 'to-town',
  ends: ['421223200000'],
  begins: [{ code: '421223108000', name: '肖岭镇', pinyin: 'xiao ling zhen' }],
  shares: [{ from: '421223200000', to: '421223108000', millionths: WHOLE }],
});

describe('撤乡设镇', () => {
  test('乡下面的十个村跟着换代码，号不变', () => {
    const { ended, opened, successions } = effectOf(pack.rows, toTown);
    const villages = opened.filter((unit) => unit.level === 'village');
    expect(ended.filter((code) => code.startsWith('421223200'))).toHaveLength(ended.length);
    expect(villages.map((unit) => unit.code)).toContain('421223108205');
    expect(villages).toHaveLength(ended.length - 1);
    expect(successions).toContainEqual({ from: '421223200205', to: '421223108205', effectiveOn: '2027-01-01', weight: 1 });
    expect(opened.find((unit) => unit.code === '421223108000')).toMatchObject({ kind: '镇', level: 'township', legal: true });
  });

  test('前一天还是乡；生效以后旧代码指向新代码，叫得出原名，旧称也查得到', () => {
    const divisions = liveDivisions(pack);
    divisions.use([toTown], '2027-01-02');
    const before = divisions.asOf('421223200205', '2026-12-31')!;
    expect([before.name, divisions.get(before.parent!)!.name]).toEqual(['肖岭村', '肖岭乡']);
    expect(divisions.current('421223200205', '2027-01-02')).toEqual(['421223108205']);
    expect(divisions.nameWithFormer('421223200000', '2027-01-02')).toBe('肖岭镇（原肖岭乡）');
    expect(divisions.children('421223000000').map((unit) => unit.name)).toContain('肖岭镇');
    expect(divisions.children('421223000000').map((unit) => unit.name)).not.toContain('肖岭乡');
    expect(divisions.find('肖岭乡').map((unit) => unit.code)).toEqual(['421223108000']);
    expect(divisions.resolvePlace('崇阳县肖岭乡肖岭村', '421223000000').code).toBe('421223108205');
    expect(divisions.fullName('421223108205')).toBe('崇阳县肖岭镇肖岭村');
    expect(divisions.all.filter((unit) => unit.level === 'township' && unit.legal)).toHaveLength(70);
  });

  test('代码与类型不符：2xx给了镇', () => {
    const begins = [{ code: '421223299000', name: '肖岭镇', pinyin: '' }];
    const shares = [{ from: '421223200000', to: '421223299000', millionths: WHOLE }];
    expect(problemsOf(pack.rows, { ...toTown, begins, shares })).toEqual([
      { code: 'DIVISION_CODE_KIND', params: { digits: '7—9', code: '421223299000' } },
    ]);
  });
});

describe('合并、拆分', () => {
  const [a, b] = ['421202001002', '421202001003'];
  const whole = (from: string, to: string) => ({ from, to, millionths: WHOLE });

  test('两个社区并成一个新的', () => {
    const merge = change({
      ends: [a, b],
      begins: [{ code: '421202001901', name: '新路社区', pinyin: 'xin lu she qu' }],
      shares: [whole(a, '421202001901'), whole(b, '421202001901')],
    });
    expect(problemsOf(pack.rows, merge)).toEqual([]);
    expect(effectOf(pack.rows, merge).opened).toMatchObject([
      { name: '新路社区', kind: '社区', parent: '421202001000', legal: true },
    ]);
  });

  test('例5：按户数0.55、0.45拆，2019年的251拆成138和113，合计不变', () => {
    const shares = [
      { to: 'Y', weight: 0.55 },
      { to: 'Z', weight: 0.45 },
    ];
    expect(shareOut(251, { shares })).toEqual([
      { to: 'Y', value: 138 },
      { to: 'Z', value: 113 },
    ]);
  });

  test('拆分比例合计不是100%：不行', () => {
    const begins = [
      { code: '421202001902', name: '东甲社区', pinyin: '' },
      { code: '421202001903', name: '西乙社区', pinyin: '' },
    ];
    const split = (one: number, two: number) => ({
      type: 'split' as const,
      ends: [a],
      begins,
      shares: [
        { from: a, to: '421202001902', millionths: one },
        { from: a, to: '421202001903', millionths: two },
      ],
    });
    expect(codes(split(550_000, 440_000))).toEqual(['DIVISION_WEIGHTS']);
    expect(codes(split(550_000, 450_000))).toEqual([]);
  });

  test('撤了没有说归到哪里：不行；撤销可以没有承接的', () => {
    expect(codes({ ends: [a] })).toEqual(['DIVISION_NO_SUCCESSOR']);
    expect(codes({ type: 'abolish', ends: [a] })).toEqual([]);
  });
});

describe('设立、更名、换代码', () => {
  test('例8：咸安已有双泉社区，浮山街道再设一个不行；通山已有双泉社区，设双泉村可以', () => {
    const created = (code: string, name: string) => ({ type: 'create' as const, begins: [{ code, name, pinyin: '' }] });
    expect(problemsOf(pack.rows, change(created('421202002901', '双泉社区居民委员会')))).toEqual([
      { code: 'DIVISION_NAME_TAKEN', params: { name: '双泉社区' } },
    ]);
    expect(codes(created('421224100901', '双泉村村民委员会'))).toEqual([]);
  });

  test('用过的代码不再用；上级不在的不行', () => {
    expect(codes({ type: 'create', begins: [{ code: '421202001002', name: '另名社区', pinyin: '' }] })).toEqual([
      'DIVISION_CODE_USED',
    ]);
    expect(codes({ type: 'create', begins: [{ code: '421202099001', name: '另名社区', pinyin: '' }] })).toEqual([
      'DIVISION_OUTSIDE',
    ]);
    expect(codes({ ends: ['421202001999'] })).toEqual(['DIVISION_UNKNOWN']);
  });

  test('例14：横沟桥镇新社区先用临时代码421202103901，后来换成421202103004：是同一个单元', () => {
    const divisions = liveDivisions(pack);
    const founded = change({
      type: 'create',
      effectiveOn: '2026-12-01',
      begins: [{ code: '421202103901', name: '新横社区', pinyin: 'xin heng she qu' }],
    });
    const recoded = change({
      type: 'recode',
      effectiveOn: '2027-10-01',
      ends: ['421202103901'],
      begins: [{ code: '421202103004', name: '新横社区', pinyin: 'xin heng she qu' }],
      shares: [whole('421202103901', '421202103004')],
    });
    divisions.use([founded], '2026-12-01');
    expect(problemsOf(divisions.rowsWith([]), recoded)).toEqual([]);
    divisions.use([founded, recoded], '2027-10-01');
    expect(divisions.current('421202103901', '2027-10-01')).toEqual(['421202103004']);
    expect(divisions.find('新横社区').map((unit) => unit.code)).toEqual(['421202103004']);
  });

  test('更名：代码不变，旧名叫得到', () => {
    const divisions = liveDivisions(pack);
    const old = divisions.get('421202001002')!;
    divisions.use(
      [
        change({
          type: 'rename',
          ends: [old.code],
          begins: [{ code: old.code, name: '新万年社区', pinyin: 'xin wan nian she qu' }],
        }),
      ],
      '2027-01-01',
    );
    expect([divisions.get(old.code)!.name, divisions.asOf(old.code, '2026-12-31')!.name]).toEqual(['新万年社区', old.name]);
    expect(divisions.find(old.name).map((unit) => unit.code)).toEqual([old.code]);
  });

  const whole = (from: string, to: string) => ({ from, to, millionths: WHOLE });
});
