/**
 * Place strings resolved a second, on one core: the names and places of the projects of the plan and the worked examples, as they are written, over and over,
 * each with a number after it, so that nothing is remembered. `node bench/places.ts [--seconds 3]`
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readTable } from '../src/kernel/csv/server.ts';
import { loadCity } from '../src/server/city.ts';
import { cpuOf, machine, print, round } from './measure.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } });
const { divisions } = loadCity('xianning');
const PACK = path.resolve(import.meta.dirname, '../cities/xianning');
const examples = readTable(path.join(PACK, 'place-examples.csv'), z.object({ text: z.string() })).map((row) => row.text);
const projects = readTable(
  path.join(PACK, 'projects-14fyp-detail.csv'),
  z.object({ serial_no: z.string(), name: z.string(), location: z.string() }),
).flatMap((row) => (row.serial_no === '' ? [] : [row.name, row.location]));
const texts = [...examples, ...projects].filter((text) => text !== '');

let resolved = 0;
let found = 0;
const run = (milliseconds: number) => {
  for (const end = performance.now() + milliseconds; performance.now() < end; )
    for (const text of texts) {
      if (divisions.resolvePlace(`${text}${resolved % 977}号`).code !== null) found++;
      resolved++;
    }
};
run(1_000);
[resolved, found] = [0, 0];
const [before, began] = [cpuOf(process.pid), performance.now()];
run(Number(values.seconds) * 1000);
const [processorSeconds, seconds] = [cpuOf(process.pid) - before, (performance.now() - began) / 1000];
print({
  bench: 'places',
  texts: texts.length,
  resolved,
  found: round(found / resolved),
  perSecond: Math.round(resolved / seconds),
  perProcessorSecond: Math.round(resolved / processorSeconds),
  aim: 10_000,
  machine: machine(),
});
