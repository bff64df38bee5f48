import { expect, test } from 'vitest';
import type { DivisionCode } from '../schema/index.ts';
import { areaKm2, frameOf, liveDivisions, type Outline, outlinePath, pointsOf } from './index.ts';
import { loadDivisionTables } from './server.ts';

const load = (city: string) =>
  loadDivisionTables({
    divisions: `cities/${city}/divisions.csv`,
    aliases: `cities/${city}/division-aliases.csv`,
    boundaries: `cities/${city}/boundaries.geojson`,
  });
const pack = load('xianning');
const divisions = liveDivisions(pack);
const 咸安 = '421202000000';
const 嘉鱼 = '421221000000';

test('落点（例12）：咸安区；江中空洞不属任何县；嘉鱼县外的一小块仍属嘉鱼县', () => {
  expect(divisions.at([114.298711, 29.852891])).toEqual({ code: 咸安, nearBoundary: false });
  expect(divisions.at([113.92, 30.02])?.code).toBeNull();
  expect(divisions.at([113.9, 30.018])?.code).toBe(嘉鱼);
  expect(divisions.at([116.4, 39.9])).toEqual({ code: null, nearBoundary: false });
});

test('离界线120米以内标明边界附近，出了120米不标：统计上仍按落点算', () => {
  const square: Outline = {
    id: 咸安 as DivisionCode,
    properties: { name: '方块' },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [114, 29],
          [115, 29],
          [115, 30],
          [114, 30],
          [114, 29],
        ],
      ],
    },
  };
  const of = liveDivisions({ ...pack, outlines: [square] });
  // 纬度一度约 111.195 千米：0.00107 度约 119 米，0.00109 度约 121 米
  expect(of.at([114.5, 29.00107])).toEqual({ code: 咸安, nearBoundary: true });
  expect(of.at([114.5, 29.00109])).toEqual({ code: 咸安, nearBoundary: false });
  expect(of.at([114.5, 28.99893])).toEqual({ code: null, nearBoundary: true });
  expect(of.at([114.5, 28.99891])).toEqual({ code: null, nearBoundary: false });
  expect([29.5, 28.99893, 28.99891].map((lat) => of.fits('421202100001', [114.5, lat]))).toEqual(['inside', 'near', 'outside']);
});

test('六个县（市、区）的面积就是导入的核对值，合计9747.5平方千米', () => {
  const expected = { 咸安区: 1500.9, 嘉鱼县: 1025.7, 通城县: 1115.9, 崇阳县: 1982.4, 通山县: 2415.4, 赤壁市: 1707.2 };
  const areas = divisions.outlines.map((outline) => [outline.properties.name, Math.round(areaKm2(outline) * 10) / 10]);
  expect(Object.fromEntries(areas)).toEqual(expected);
  expect(divisions.outlines.reduce((sum, outline) => sum + areaKm2(outline), 0)).toBeCloseTo(9747.5, 0);
});

test('相邻的县不重叠，嘉鱼县分两块', () => {
  expect(divisions.outlines.find(({ id }) => id === 嘉鱼)?.geometry.type).toBe('MultiPolygon');
  for (let lon = 113.55; lon < 115; lon += 0.053)
    for (let lat = 29.05; lat < 30.3; lat += 0.051) {
      const inside = divisions.outlines.filter(({ id }) => {
        const fit = divisions.fits(id, [lon, lat]);
        return fit === 'inside';
      });
      expect(inside.length, `${lon},${lat}`).toBeLessThan(2);
    }
});

test('没有图形的城市照常：落点答不出来，也不说错', () => {
  const tiny = liveDivisions(load('tiny'));
  expect(tiny.outlines).toEqual([]);
  expect(tiny.at([114.3, 29.85])).toBeNull();
  expect(tiny.fits(tiny.all.at(-1)!.code, [114.3, 29.85])).toBeNull();
});

test('画在小图上的线只留看得见的点，仍然闭合', () => {
  const frame = frameOf(divisions.outlines.flatMap(pointsOf), 320);
  const all = divisions.outlines.reduce((sum, outline) => sum + pointsOf(outline).length, 0);
  const kept = divisions.outlines.map((outline) => outlinePath(outline, frame)).join('');
  expect(kept.split('L').length).toBeLessThan(all * 0.6);
  expect(kept.match(/M/g)?.length).toBe(kept.match(/Z/g)?.length);
});
