import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Area, areasOf, cleanAreas, withoutRepeats } from './boundaries.ts';

const areas = areasOf(JSON.parse(readFileSync('cities/xianning/boundaries.geojson', 'utf8')));

test('没有重复点，环都闭合', () => {
  for (const ring of areas.flatMap((area) => area.polygons.flat())) {
    expect(withoutRepeats(ring)).toHaveLength(ring.length);
    expect(ring[0]).toEqual(ring.at(-1));
  }
});

test('清理只去掉重复的点，空洞和另外的一块都留着', () => {
  const ring = [
    [0, 0],
    [0, 0],
    [1, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ] as const;
  const area: Area = { code: '1', name: '甲', label: [0, 0], polygons: [[ring, ring], [ring]] };
  const [clean] = cleanAreas([area]);
  expect(clean!.polygons.map((polygon) => polygon.map((r) => r.length))).toEqual([[4, 4], [4]]);
});
