/** The demonstration city that the tests of whole systems copy: made once in a run, by whichever file needs it first. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { launch, type Server, start, stop } from './server.ts';

export interface MadeCity {
  /** What its start printed. */
  readonly out: string;
  /** With what it ended when it was stopped. */
  readonly ended: number | string;
  /** What was left of its database when its first start was killed half-way. */
  readonly unfinished: readonly string[];
}

/** The parts of a database that is being made, in the data folder. */
export const partsOf = (dir: string): string[] => fs.readdirSync(dir).filter((name) => name.startsWith('pg.'));

async function make(dir: string): Promise<MadeCity> {
  let server: Server | undefined;
  try {
    server = await launch(dir);
    while (!fs.existsSync(dir) || partsOf(dir).length === 0) await sleep(5);
    server.child.kill('SIGKILL');
    await server.ended;
    const unfinished = partsOf(dir);
    server = await start(dir);
    return { ended: await stop(server), out: server.said.out, unfinished };
  } finally {
    server?.child.kill('SIGKILL');
  }
}

/** Killed while its database was being made, then started and stopped. Nobody starts what is in `dir` again, only copies of it. */
export async function demonstrationCity(): Promise<MadeCity & { dir: string }> {
  const folder = path.join(inject('runFolder'), 'city');
  const dir = path.join(folder, 'data');
  const story = path.join(folder, 'made.json');
  let mine = true;
  try {
    fs.mkdirSync(folder, { mode: 0o755 });
  } catch {
    // Another file's worker is at it, or has done it.
    mine = false;
  }
  if (mine) {
    // Under another name first: whoever waits reads the whole story.
    const tell = (told: MadeCity | { failed: string }) => {
      fs.writeFileSync(`${story}.new`, JSON.stringify(told));
      fs.renameSync(`${story}.new`, story);
    };
    try {
      tell(await make(dir));
    } catch (error) {
      tell({ failed: String(error) });
    }
  }
  while (!fs.existsSync(story)) await sleep(200);
  const told = JSON.parse(fs.readFileSync(story, 'utf8')) as MadeCity | { failed: string };
  if ('failed' in told) throw new Error(told.failed);
  return { dir, ...told };
}
