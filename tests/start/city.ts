/** The demonstration city that the tests of whole systems copy: made once for all files of this worker, which have one process together. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { launch, type Server, start, stop, temporaryFolder } from './server.ts';

export interface MadeCity {
  /** Stopped; nobody starts it again, only copies of it. */
  readonly dir: string;
  /** What its start printed. */
  readonly out: string;
  /** With what it ended when it was stopped. */
  readonly ended: number | string;
  /** What was left of its database when its first start was killed half-way. */
  readonly unfinished: readonly string[];
}

/** The parts of a database that is being made, in the data folder. */
export const partsOf = (dir: string): string[] => fs.readdirSync(dir).filter((name) => name.startsWith('pg.'));

async function make(): Promise<MadeCity> {
  const dir = path.join(temporaryFolder(inject('runFolder')), 'data');
  let server: Server | undefined;
  try {
    server = await launch(dir);
    while (!fs.existsSync(dir) || partsOf(dir).length === 0) await sleep(5);
    server.child.kill('SIGKILL');
    await server.ended;
    const unfinished = partsOf(dir);
    server = await start(dir);
    return { dir, ended: await stop(server), out: server.said.out, unfinished };
  } finally {
    server?.child.kill('SIGKILL');
  }
}

let made: Promise<MadeCity> | undefined;
/** Killed while its database was being made, then started and stopped. */
export const demonstrationCity = (): Promise<MadeCity> => {
  made ??= make();
  return made;
};
