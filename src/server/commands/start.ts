/** `start`: the whole platform on one port, with the demonstration city on the first run. Ends cleanly on Ctrl-C. */
import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { StartupProblem } from '../../database/cluster.ts';
import type { Command, CommandIo } from '../command.ts';
import { type Config, readConfig } from '../config.ts';

const portProblem = (config: Config, error: NodeJS.ErrnoException): StartupProblem =>
  new StartupProblem(
    error.code === 'EADDRINUSE'
      ? `端口 ${config.port} 已被占用，请先关闭占用它的程序，或用 PORT=别的端口 启动。`
      : `端口 ${config.port} 不能使用：${error.code}`,
    { cause: error },
  );

/** Told before anything is started: a port that is taken must not leave a database running. */
function portFree(config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(config, error)));
    probe.listen(config.port, config.host, () => probe.close(() => resolve()));
  });
}

/** Ends the process when stopping takes longer: the embedded database stops with it, and nothing confirmed is lost. */
const STOP_MS = 8_000;

async function run(_args: string[], io: CommandIo): Promise<number> {
  const say = (line: string) => io.stdout.write(`${line}\n`);
  const config = readConfig();
  await portFree(config);
  const began = performance.now();
  say('民政平台正在启动……');
  // Only now: reading the whole platform takes seconds, and a wrong setting should be told at once.
  const [{ buildServer }, { openPlatform }, { allRoutes }, { demonstrationSummary, seedDemonstration }] = await Promise.all([
    import('../http.ts'),
    import('../open.ts'),
    import('../routes.ts'),
    import('../seed.ts'),
  ]);
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {}); // heard below, once everything runs
  const open = await openPlatform(config, { say, onLost: lost.reject });
  const runningFile = path.join(config.dataDir, 'running.json');
  try {
    if (config.mode === 'demonstration') await seedDemonstration(open, { residents: config.demoResidents, say });
    open.jobs.start();
    const app = await buildServer(open.platform, allRoutes);
    // Before the first answer: whoever sees the platform ready may stop it.
    const stopped = untilStopped();
    await app.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
      throw portProblem(config, error);
    });
    const address = app.server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    fs.writeFileSync(runningFile, JSON.stringify({ pid: process.pid, port, socketDir: open.cluster?.socketDir ?? null }));
    say(`\n民政平台已就绪（用时 ${((performance.now() - began) / 1000).toFixed(1)} 秒）`);
    say(`  居民门户  http://localhost:${port}/`);
    say(`  工作台    http://localhost:${port}/work`);
    if (config.mode === 'demonstration') for (const line of await demonstrationSummary(open.platform)) say(line);
    say('\n按 Ctrl-C 停止。');
    try {
      await Promise.race([stopped, lost.promise]);
      say('正在停止……');
    } finally {
      let answered = false;
      setTimeout(() => {
        if (!answered) io.stderr.write('还有请求没有结束，不再等待。已确认的办理都已保存。\n');
        process.exit(answered ? 0 : 1);
      }, STOP_MS).unref();
      await app.close();
      answered = true;
    }
    return 0;
  } finally {
    fs.rmSync(runningFile, { force: true });
    await open.close();
  }
}

/** A terminal's Ctrl-C comes twice under npm, which passes it on: the second must not cut the first one short. */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });

export const startCommand: Command = {
  name: 'start',
  summary: '启动整个平台（首次启动会建立演示城市） / start the platform',
  help: `用法：npm start   或   npm run minzheng -- start

环境变量：
  PORT            端口，默认 8080
  MINZHENG_DATA   数据目录，默认 .data
  MINZHENG_CITY   城市资料，默认 xianning
  DATABASE_URL、DATABASE_OWNER_URL   使用外部 PostgreSQL（15 以上）
  MINZHENG_DEMO_RESIDENTS            演示居民数，默认 20000
详见 docs/operations.md。`,
  run,
};
