/** `seed`: the demonstration city without starting the server. */
import { StartupProblem } from '../../database/cluster.ts';
import type { Command } from '../command.ts';
import { readConfig } from '../config.ts';
import { openPlatform } from '../open.ts';
import { seedDemonstration } from '../seed.ts';

export const seedCommand: Command = {
  name: 'seed',
  summary: '建立演示城市 / fill the demonstration city',
  help: `用法：npm run minzheng -- seed

建立演示居民、账号和故事；已经建立的步骤不会重做。居民数由 MINZHENG_DEMO_RESIDENTS 决定（默认 20000）。生产模式拒绝执行。`,
  async run(_args, io) {
    const config = readConfig();
    if (config.mode === 'production') throw new StartupProblem('生产模式不能建立演示城市。');
    const say = (line: string) => io.stdout.write(`${line}\n`);
    const open = await openPlatform(config, { say });
    try {
      await seedDemonstration(open, { residents: config.demoResidents, say });
      say('演示城市已建立。');
      return 0;
    } finally {
      await open.close();
    }
  },
};
