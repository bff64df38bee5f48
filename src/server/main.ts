/** The command line: `npm run minzheng -- <command>`; `npm start` is `start`. */

import { StartupProblem } from '../database/cluster.ts';
import { CityError } from './city.ts';
import { type Command, UsageError } from './command.ts';

const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./commands/start.ts')).startCommand,
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand,
  seed: async () => (await import('./commands/seed.ts')).seedCommand,
  projects: async () => (await import('./commands/projects.ts')).projectsCommand,
  users: async () => (await import('./commands/users.ts')).usersCommand,
  simulate: async () => (await import('./commands/simulate.ts')).simulateCommand,
  divisions: async () => (await import('./commands/divisions.ts')).divisionsCommand,
  workdays: async () => (await import('./commands/workdays.ts')).workdaysCommand,
  determine: async () => (await import('./commands/determine.ts')).determineCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  keys: async () => (await import('./commands/keys.ts')).keysCommand,
  backup: async () => (await import('./commands/backup.ts')).backupCommand,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
};

async function main(argv: string[]): Promise<number> {
  const [name, ...args] = argv;
  if (!name || name === 'help' || name === '--help') {
    process.stdout.write('民政 Minzheng\n\n用法 usage: npm run minzheng -- <命令 command> [--help]\n\n');
    for (const load of Object.values(commands)) {
      const command = await load();
      process.stdout.write(`  ${command.name.padEnd(10)} ${command.summary}\n`);
    }
    return name ? 0 : 2;
  }
  const load = commands[name];
  if (!load) {
    process.stderr.write(`没有命令 ${name}，可用：${Object.keys(commands).join(' ')} / unknown command\n`);
    return 2;
  }
  const command = await load();
  if (args.includes('--help')) {
    process.stdout.write(`${command.help.trimEnd()}\n`);
    return 0;
  }
  return command.run(args, process);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // A problem that the operator can mend is one line; anything else is a bug and shows where.
  const mendable = error instanceof StartupProblem || error instanceof CityError || error instanceof UsageError;
  process.stderr.write(`${mendable ? error.message : (error as Error).stack}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
