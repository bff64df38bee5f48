/**
 * How long `npm start` takes until the health page answers: on an empty data folder and again on the filled one; without residents and
 * with the demonstration's 20,000. The web is built beforehand. `node bench/start.ts [--times 3]`
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { machine, median, round, say } from './measure.ts';
import { ROOT, startPlatform, temporaryFolder } from './platform.ts';

const { values } = parseArgs({ options: { times: { type: 'string', default: '3' } } });
const times = Number(values.times);
const WARM_LIMIT = 10;

const machineThen = machine();
execFileSync(process.execPath, ['tools/build-web.ts', '--if-changed'], { cwd: ROOT, stdio: 'inherit' });
const figures: Record<string, { coldSeconds: number; warmSeconds: number; stopSeconds: number }> = {};
for (const residents of [0, 20_000]) {
  const [cold, warm, stop]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < times; turn++) {
    const dataDir = temporaryFolder();
    try {
      const first = await startPlatform({ dataDir, residents });
      await first.stop();
      const second = await startPlatform({ dataDir, residents });
      stop.push(await second.stop());
      cold.push(first.readySeconds);
      warm.push(second.readySeconds);
      say(`${residents} residents: cold ${round(first.readySeconds)} s, warm ${round(second.readySeconds)} s`);
    } finally {
      fs.rmSync(dataDir, { recursive: true, force: true });
    }
  }
  figures[`${residents} residents`] = {
    coldSeconds: round(median(cold)),
    warmSeconds: round(median(warm)),
    stopSeconds: round(median(stop)),
  };
}
console.log(JSON.stringify({ bench: 'start', times, ...figures, warmLimitSeconds: WARM_LIMIT, machine: machineThen }, null, 2));
if (Object.values(figures).some(({ warmSeconds }) => warmSeconds > WARM_LIMIT)) process.exitCode = 1;
