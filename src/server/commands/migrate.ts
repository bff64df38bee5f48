/** `migrate`: brings the database of the city up to this program, and says what ran. */
import { StartupProblem } from '../../database/cluster.ts';
import { migrate } from '../../database/migrate.ts';
import { attach, roleOf } from '../attach.ts';
import { type Command, guarded, readArguments, UsageError } from '../command.ts';
import { type Config, readConfig } from '../config.ts';

const help = `用法：npm run minzheng -- migrate

按次序执行还没有执行过的数据库结构变更，逐项列出。用所有者账号（DATABASE_OWNER_URL）或内置数据库。
平台启动时也会自动执行；多台服务器升级时先执行它，再逐台换程序。`;

export const makeMigrateCommand = (config: () => Config): Command => ({
  name: 'migrate',
  summary: '升级数据库结构，列出执行了哪些 / migrate the database',
  help,
  run: (args, io) =>
    guarded(io, [StartupProblem], async () => {
      const { positionals } = readArguments(args, {});
      if (positionals.length > 0) throw new UsageError('用法 usage: migrate');
      const attached = await attach(config());
      try {
        const ran = await migrate({
          ownerUrl: attached.ownerUrl,
          schema: attached.schema,
          appRole: roleOf(attached.appUrl),
        }).catch((error: Error) => {
          throw new StartupProblem(`数据库升级没有成功：${error.message}`, { cause: error });
        });
        for (const name of ran) io.stdout.write(`${name}\n`);
        io.stdout.write(ran.length === 0 ? '数据库结构已是最新。\n' : `已执行${ran.length}项。\n`);
        return 0;
      } finally {
        await attached.close();
      }
    }),
});

export const migrateCommand = makeMigrateCommand(readConfig);
