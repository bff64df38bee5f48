/** `restore`: a backup into an empty folder or server, verified. */
import path from 'node:path';
import { StartupProblem } from '../../database/cluster.ts';
import { restoreBackup } from '../backup/read.ts';
import { type Command, guarded, readArguments, UsageError } from '../command.ts';
import { type Config, readConfig } from '../config.ts';

const help = `用法：npm run minzheng -- restore --in 备份文件 --operator-key 运维私钥 [--data 目录] [--keys 密钥文件]

把备份恢复到空的数据目录（内置数据库），或空的外部数据库（DATABASE_URL、DATABASE_OWNER_URL）。
逐表核对行数和摘要，核对每份上传文件，最后核验审计日志。任何一步不对都不留下半份数据。
  --in 文件            backup 写成的文件
  --operator-key 私钥  备份时所用公钥对应的私钥
  --data 目录          数据目录，默认 MINZHENG_DATA
  --keys 文件          数据密钥文件，恢复时放到数据目录（或 MINZHENG_KEYS）；那里已有时可以不写
成功返回 0；恢复成功但审计核验发现问题，或备份时就缺上传文件，返回 1。`;

const options = {
  in: { type: 'string' },
  'operator-key': { type: 'string' },
  data: { type: 'string' },
  keys: { type: 'string' },
} as const;

/** Another folder, with the keys in it unless they have a place of their own. */
function inFolder(config: Config, folder: string | undefined): Config {
  if (!folder) return config;
  const dataDir = path.resolve(folder);
  const ownKeys = config.keyFile === path.join(config.dataDir, 'keys.json');
  return { ...config, dataDir, keyFile: ownKeys ? path.join(dataDir, 'keys.json') : config.keyFile };
}

export const makeRestoreCommand = (config: () => Config): Command => ({
  name: 'restore',
  summary: '把备份恢复到空的数据目录或数据库，并核对 / restore a backup',
  help,
  run: (args, io) =>
    guarded(io, [StartupProblem], async () => {
      const { values, positionals } = readArguments(args, options);
      if (!values.in || !values['operator-key'] || positionals.length > 0)
        throw new UsageError('用法 usage: restore --in 备份文件 --operator-key 运维私钥 [--data 目录] [--keys 密钥文件]');
      const settings = inFolder(config(), values.data);
      const report = await restoreBackup(settings, {
        file: values.in,
        operatorKey: values['operator-key'],
        ...(values.keys ? { keys: values.keys } : {}),
      });
      const { audit } = report;
      io.stdout.write(
        `已恢复 ${report.madeAt} 的备份到 ${settings.dataDir}：${report.tables}张表${report.rows}行、上传文件${report.files}份，行数与摘要一致。\n`,
      );
      if (report.migrated.length > 0) io.stdout.write(`数据库结构已升级到本程序（${report.migrated.length}项）。\n`);
      if (report.missing.length > 0) io.stderr.write(`备份时就有${report.missing.length}份上传文件不在磁盘上，这里也没有。\n`);
      for (const problem of audit.problems) io.stderr.write(`${problem.message}\n`);
      io.stdout.write(
        audit.problemCount === 0
          ? `审计日志已核验：封存${audit.seals}号，没有发现改动；恢复之后的记录另起一个纪元。\n`
          : `审计日志核验发现${audit.problemCount}处问题：备份之前就有改动。\n`,
      );
      return audit.problemCount + report.missing.length === 0 ? 0 : 1;
    }),
});

export const restoreCommand = makeRestoreCommand(readConfig);
