/** `backup`: one encrypted file of the whole city, made while the city works. */
import fs from 'node:fs';
import path from 'node:path';
import { StartupProblem } from '../../database/cluster.ts';
import { openFileStore } from '../../kernel/document/server.ts';
import { alone, attach, poolOf } from '../attach.ts';
import { readOperatorKey } from '../backup/envelope.ts';
import { writeBackup } from '../backup/write.ts';
import { CityError, loadCity } from '../city.ts';
import { type Command, guarded, readArguments, UsageError } from '../command.ts';
import { type Config, keySource, readConfig } from '../config.ts';
import '../capabilities.ts';
import { filesDir, headFile, recordOperation } from '../operation.ts';

const help = `用法：npm run minzheng -- backup --out 文件 [--key-file 运维公钥]…

把整个城市（数据库、上传文件、审计链头）备份成一个加密文件，平台不用停。
只有运维私钥能打开它；数据密钥不在备份里，要另行保管。
  --out 文件         备份写到哪里，不能已经存在
  --key-file 公钥    可以写多次，任何一把对应的私钥都能打开；不写时用数据目录里的 operator.pub
先生成运维密钥：npm run minzheng -- keys operator --out 文件
成功返回 0；写成了但有上传文件在磁盘上找不到，返回 1。`;

const options = { out: { type: 'string' }, 'key-file': { type: 'string', multiple: true } } as const;

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** `config` is read when the command runs. */
export const makeBackupCommand = (config: () => Config): Command => ({
  name: 'backup',
  summary: '备份整个城市到一个加密文件（不用停机） / back up the city',
  help,
  run: (args, io) =>
    guarded(io, [StartupProblem, CityError], async () => {
      const { values, positionals } = readArguments(args, options);
      if (!values.out || positionals.length > 0) throw new UsageError('用法 usage: backup --out 文件 [--key-file 运维公钥]…');
      const settings = config();
      const { out } = values;
      if (fs.existsSync(out)) throw new StartupProblem(`${out} 已经存在，不会覆盖。请换一个文件名。`);
      const keyFiles = values['key-file'] ?? [path.join(settings.dataDir, 'operator.pub')];
      const recipients = keyFiles.map((file) => readOperatorKey(file, 'public'));
      const keys = keySource(settings).ring(); // told now, not when the work is done
      const attached = await attach(settings);
      try {
        const owner = poolOf(attached.ownerUrl, attached.schema, 3);
        try {
          const source = {
            owner,
            schema: attached.schema,
            city: loadCity(settings.city).city.code,
            files: openFileStore(filesDir(settings)),
            headFile: headFile(settings),
          };
          const report = await alone(owner, attached.schema, () =>
            writeBackup(source, { out, recipients, madeAt: new Date().toISOString() }),
          );
          await recordOperation(attached, settings, keys, {
            action: 'city.backed-up',
            detail: { rows: report.rows, files: report.files, operators: recipients.map((key) => key.id) },
          });
          io.stdout.write(
            `备份已写成：${out}（${megabytes(report.bytes)}），${report.tables}张表${report.rows}行，上传文件${report.files}份。\n`,
          );
          io.stdout.write(
            `打开它需要运维私钥 ${recipients.map((key) => key.id).join(' 或 ')}；恢复还需要数据密钥 ${[...report.keys, ...report.auditKeys].join('、') || '（无）'}，密钥不在备份里。\n`,
          );
          if (report.missing.length === 0) return 0;
          io.stderr.write(
            `有${report.missing.length}份上传文件在磁盘上找不到，备份里没有它们：${report.missing.slice(0, 5).join('、')}${report.missing.length > 5 ? '……' : ''}\n`,
          );
          return 1;
        } finally {
          await owner.end();
        }
      } finally {
        await attached.close();
      }
    }),
});

export const backupCommand = makeBackupCommand(readConfig);
