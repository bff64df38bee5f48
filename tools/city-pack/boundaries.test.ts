import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Area, areaKm2, areasOf, contains, type Point, simplifyAreas, simplifyLine, withoutRepeats } from './boundaries.ts';

const areas = areasOf(JSON.parse(readFileSync('cities/xianning/boundaries.geojson', 'utf8')));
const at = (point: Point) => areas.filter((area) => contains(area, point)).map((area) => area.code);

test('六个县（市、区）的面积与源数据核对值相差不到千分之五', () => {
  const expected = { 咸安区: 1500.9, 嘉鱼县: 1025.7, 通城县: 1115.9, 崇阳县: 1982.4, 通山县: 2415.4, 赤壁市: 1707.2 };
  expect(areas.map((area) => area.name)).toEqual(Object.keys(expected));
  for (const area of areas)
    expect(Math.abs(areaKm2(area) / expected[area.name as keyof typeof expected] - 1)).toBeLessThan(0.005);
});

test('点落在哪个县：咸安区；江中空洞不属任何县；嘉鱼飞地属嘉鱼', () => {
  expect(at([114.298711, 29.852891])).toEqual(['421202000000']);
  expect(at([113.92, 30.02])).toEqual([]);
  expect(at([113.9, 30.018])).toEqual(['421221000000']);
});

test('没有重复点，环都闭合，相邻县不重叠', () => {
  for (const ring of areas.flatMap((area) => area.polygons.flat())) {
    expect(withoutRepeats(ring)).toHaveLength(ring.length);
    expect(ring[0]).toEqual(ring.at(-1));
  }
  for (let x = 113.55; x < 115; x += 0.0173) for (let y = 29.05; y < 30.3; y += 0.0171) expect(at([x, y]).length).toBeLessThan(2);
});

test('共同边界两侧简化后仍是同一条线', () => {
  const border: Point[] = [
    [1, 0],
    [1.001, 0.3],
    [0.999, 0.6],
    [1.2, 0.8],
    [1, 1],
  ];
  const square = (code: string, ring: Point[]): Area => ({ code, name: code, label: [0, 0], polygons: [[ring]] });
  const west = square('1', [[0, 0], ...border, [0, 1], [0, 0]]);
  const east = square('2', [[2, 0], [2, 1], ...[...border].reverse(), [2, 0]]);
  const [a, b] = simplifyAreas([west, east], 0.01).map((area) => area.polygons[0]![0]!);
  const shared = (ring: readonly Point[]) =>
    ring
      .filter(([x]) => x > 0.9 && x < 1.5)
      .map(String)
      .sort();
  expect([...new Set(shared(a!))]).toEqual([...new Set(shared(b!))]);
  expect(a!.length).toBeLessThan(west.polygons[0]![0]!.length);
});

test('容差以内的弯折去掉，以外的留下', () => {
  expect(
    simplifyLine(
      [
        [0, 0],
        [1, 0.09],
        [2, 0],
      ],
      0.1,
    ),
  ).toEqual([
    [0, 0],
    [2, 0],
  ]);
  expect(
    simplifyLine(
      [
        [0, 0],
        [1, 0.11],
        [2, 0],
      ],
      0.1,
    ),
  ).toHaveLength(3);
});
