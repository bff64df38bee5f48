/** What a file of township lines must be, fault by fault. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { liveDivisions } from '../../../kernel/division/index.ts';
import { loadDivisionTables } from '../../../kernel/division/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { checkOutlines } from './check.ts';
import { collection, type SquareFeature, squaresOf } from './fixtures.ts';

const pack = path.resolve(import.meta.dirname, '../../../../cities/xianning');
const divisions = liveDivisions(
  loadDivisionTables({
    divisions: path.join(pack, 'divisions.csv'),
    aliases: path.join(pack, 'division-aliases.csv'),
    boundaries: path.join(pack, 'boundaries.geojson'),
  }),
);
const city = '421200000000' as DivisionCode;
const XIANAN = '421202000000' as DivisionCode;
const squares = (): SquareFeature[] => squaresOf(divisions, XIANAN, [114.28, 29.75]);
const check = (text: string) => checkOutlines(text, { divisions, city });
const problemsOf = (change: (features: SquareFeature[]) => unknown[], more: object = {}) =>
  check(collection(change(squares()), more)).problems.map(({ no, name, problem }) => `${no} ${name}：${problem}`);

describe('乡镇界线的文件', () => {
  test('咸安区13个乡镇都有，9位代码补成12位，没有错', () => {
    const { outlines, problems } = check(
      collection(squares(), { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } } }),
    );
    expect(problems).toEqual([]);
    expect(outlines).toHaveLength(13);
    expect(outlines.map(({ id }) => id)).toContain('421202100000');
  });

  test('少一个乡镇：一个县要齐；功能区不用有', () => {
    expect(problemsOf((all) => all.slice(1))).toEqual([`0 咸安区：还缺${squares()[0]!.properties.XZQMC}，一个县要齐`]);
  });

  const tingsi = (all: SquareFeature[]) => all.find(({ properties }) => properties.XZQDM === '421202100')!;
  const changed = (change: (feature: SquareFeature) => void) => (all: SquareFeature[]) => {
    change(tingsi(all));
    return all;
  };
  const no = squares().findIndex(({ properties }) => properties.XZQDM === '421202100') + 1;
  for (const [title, change, expected] of [
    ['代码不在区划树里', (f) => Object.assign(f.properties, { XZQDM: '421202199' }), '421202199不是本市现有的乡镇'],
    ['没有代码', (f) => Object.assign(f.properties, { XZQDM: '' }), '没有9位或者12位的区划代码'],
    [
      '名称和代码不是一个',
      (f) => Object.assign(f.properties, { XZQMC: '官埠桥镇' }),
      '代码421202100是汀泗桥镇，文件里写的是“官埠桥镇”',
    ],
    ['投影坐标', (f) => Object.assign(f.geometry, { coordinates: [[[38432345, 3301234]]] }), '投影坐标（米）'],
    [
      '纬度在前',
      (f) => Object.assign(f.geometry, { coordinates: [f.geometry.coordinates[0]!.map(([lon, lat]) => [lat, lon])] }),
      '像是投影坐标|不在国内',
    ],
    ['没有闭合', (f) => f.geometry.coordinates[0]!.pop(), '没有闭合'],
    ['是一条线', (f) => Object.assign(f.geometry, { type: 'LineString' }), '不是面'],
    [
      '挪到了嘉鱼县',
      (f) =>
        Object.assign(f.geometry, { coordinates: [f.geometry.coordinates[0]!.map(([lon, lat]) => [lon! - 0.35, lat! + 0.2])] }),
      '在咸安区以外',
    ],
  ] as const satisfies readonly (readonly [string, (feature: SquareFeature) => unknown, string])[])
    test(title, () => {
      const found = problemsOf(changed(change as (feature: SquareFeature) => void));
      expect(found.length).toBeGreaterThan(0);
      expect(found.find((line) => line.startsWith(`${no} `)) ?? found.join()).toMatch(new RegExp(expected));
    });

  test('两个乡镇叠在一起、同一个乡镇有两个', () => {
    const shift = (all: SquareFeature[]) => {
      all[1]!.geometry.coordinates = [all[0]!.geometry.coordinates[0]!.map(([lon, lat]) => [lon! + 0.004, lat! + 0.004])];
      return all;
    };
    expect(problemsOf(shift).join()).toContain('重叠');
    expect(problemsOf((all) => [...all, all[0]!]).join()).toContain('和第1个是同一个乡镇');
  });

  test('不是GeoJSON、没有传完、写了别的坐标系、一个面也没有', () => {
    expect(check('<kml/>').problems[0]!.problem).toContain('不是GeoJSON文件');
    expect(check(collection(squares()).slice(0, -5)).problems[0]!.problem).toContain('没有传完');
    expect(check('{"type":"Topology"}').problems[0]!.problem).toContain('FeatureCollection');
    expect(problemsOf((all) => all, { crs: { properties: { name: 'EPSG:4549' } } })[0]).toContain('只收CGCS2000');
    expect(check(collection([])).problems[0]!.problem).toBe('文件里没有界线');
    expect(problemsOf(() => [null])[0]).toContain('读不出来');
  });
});
