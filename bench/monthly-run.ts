/**
 * A month from the entitlements to the file of the bank, whole: the list frozen with its hold-check, then the file written to the disk with
 * accounts opened in a thread. `--households 100000`. Every county is a batch of its own, as in a real month, and two are under way at once,
 * as in the daily job.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import '../src/server/domains.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { newId } from '../src/kernel/context/server.ts';
import { bankFilesOf, findBatch, freezeBatch, makeBankFiles, writeBankFile } from '../src/kernel/payment/server.ts';
import { inLanes } from '../src/kernel/worker/server.ts';
import { loadPack } from '../src/server/open.ts';
import { openCity } from './make-city.ts';
import { makeRegister } from './make-register.ts';
import { cpuOf, cpuOfPostgres, machine, print, round, say } from './measure.ts';

const { values } = parseArgs({ options: { households: { type: 'string', default: '100000' } } });
const households = Number(values.households);
const schedule = {
  freezeDay: 20,
  payDay: 10,
  townshipWorkdays: 5,
  countyWorkdays: 3,
  treasuryWorkdays: 1,
  resultWorkdays: 3,
  reissueWorkdays: 5,
};

const town = await openCity({ count: 2_000, log: say });
try {
  const { context, city } = town;
  await loadPack({ context }, city);
  const filledSeconds = await makeRegister(town, { households }, say);
  const actor = systemActor('bench', city.city.code);
  const counties = city.divisions.children(city.city.code).map((d) => d.code);
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const [own, postgres, started] = [cpuOf(process.pid), cpuOfPostgres(town.cluster.pid), performance.now()];
  const each: {
    county: string;
    lines: number;
    freezeSeconds: number;
    sentSeconds: number;
    fileSeconds: number;
    bytes: number;
  }[] = [];
  await inLanes(counties, 2, async (county) => {
    const freezing = performance.now();
    const frozen = await freezeBatch(context, actor, {
      programme: 'dibao',
      county,
      month: '2026-08',
      requestId: newId(),
      schedule,
    });
    if (!frozen.ok) throw new Error(frozen.code);
    const freezeSeconds = round((performance.now() - freezing) / 1000);
    const { id, written } = frozen.value;
    const sending = performance.now();
    await context.write(actor, async (tx) => makeBankFiles(tx, (await findBatch(tx, id))!));
    const sentSeconds = round((performance.now() - sending) / 1000);
    const writing = performance.now();
    const file = fs.openSync(path.join(town.dir, `${county}.txt`), 'w');
    let bytes = 0;
    await context.read(actor, async (tx) => {
      const batch = await findBatch(tx, id);
      for (const of of await bankFilesOf(tx, id))
        await writeBankFile(tx, batch!, of, (part) => {
          bytes += fs.writeSync(file, part);
        });
    });
    fs.closeSync(file);
    const fileSeconds = round((performance.now() - writing) / 1000);
    each.push({ county, lines: written, freezeSeconds, sentSeconds, fileSeconds, bytes });
    say(JSON.stringify(each.at(-1)));
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const lines = each.reduce((sum, e) => sum + e.lines, 0);
  print({
    bench: 'monthly-run',
    households,
    filledSeconds,
    lines,
    seconds: round(seconds),
    microsecondsPerLine: Math.round((seconds * 1e6) / lines),
    processorSeconds: { node: round(cpuOf(process.pid) - own), postgres: round(cpuOfPostgres(town.cluster.pid) - postgres) },
    peakMemoryMB: Math.round(peak / 1e6),
    batches: each,
    machine: machine(),
  });
} finally {
  await town.stop();
}
