/**
 * A month from the entitlements to the file of the bank, whole: the list frozen with its hold-check, then the file written to the disk with
 * accounts opened in a thread. `--households 100000`. Every county is a batch of its own, as in a real month, and two are under way at once,
 * as in the daily job. `--county 421202000000` puts all into one list, and the pages of the largest list are asked for at the end.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import '../src/server/domains.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { type Context, newId, type Tx } from '../src/kernel/context/server.ts';
import type { BatchId } from '../src/kernel/payment/index.ts';
import {
  bankFilesOf,
  batchLines,
  batchView,
  findBatch,
  freezeBatch,
  makeBankFiles,
  writeBankFile,
} from '../src/kernel/payment/server.ts';
import { inLanes } from '../src/kernel/worker/server.ts';
import { loadPack } from '../src/server/open.ts';
import { openCity } from './make-city.ts';
import { makeRegister } from './make-register.ts';
import { cpuOf, cpuOfPostgres, machine, median, print, round, say } from './measure.ts';

const { values } = parseArgs({
  options: { households: { type: 'string', default: '100000' }, county: { type: 'string', default: '' } },
});
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

/** Milliseconds (median of nine) of what an officer of the city asks of a list: the batch itself, its first and last page, what is held, what came back. */
async function pagesOf(context: Context, { id, lines }: { id: BatchId; lines: number }) {
  const city = context.city;
  const officer = systemActor('bench', city);
  const timed = async (ask: (tx: Tx) => Promise<unknown>) => {
    const times: number[] = [];
    for (let i = 0; i < 9; i++) {
      const began = performance.now();
      await context.write(officer, ask);
      times.push(performance.now() - began);
    }
    return round(median(times), 1);
  };
  return {
    lines,
    batch: await timed((tx) => batchView(tx, id)),
    first: await timed((tx) => batchLines(tx, id)),
    last: await timed((tx) => batchLines(tx, id, {}, String(lines - 50))),
    held: await timed((tx) => batchLines(tx, id, { state: 'on-hold' })),
    returned: await timed((tx) => batchLines(tx, id, { state: 'returned' })),
  };
}

const town = await openCity({ count: 2_000, log: say });
try {
  const { context, city } = town;
  await loadPack({ context }, city);
  const filledSeconds = await makeRegister(town, { households, county: values.county }, say);
  const actor = systemActor('bench', city.city.code);
  const counties = city.divisions
    .children(city.city.code)
    .map((d) => d.code)
    .filter((code) => code.startsWith(values.county.slice(0, 6)));
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const [own, postgres, started] = [cpuOf(process.pid), cpuOfPostgres(town.cluster.pid), performance.now()];
  const each: {
    id: BatchId;
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
    each.push({ id, county, lines: written, freezeSeconds, sentSeconds, fileSeconds, bytes });
    say(JSON.stringify(each.at(-1)));
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const processorSeconds = { node: round(cpuOf(process.pid) - own), postgres: round(cpuOfPostgres(town.cluster.pid) - postgres) };
  const lines = each.reduce((sum, e) => sum + e.lines, 0);
  print({
    bench: 'monthly-run',
    households,
    filledSeconds,
    lines,
    seconds: round(seconds),
    microsecondsPerLine: Math.round((seconds * 1e6) / lines),
    processorSeconds,
    peakMemoryMB: Math.round(peak / 1e6),
    batches: each,
    pages: await pagesOf(context, each.toSorted((a, b) => b.lines - a.lines)[0]!),
    machine: machine(),
  });
} finally {
  await town.stop();
}
