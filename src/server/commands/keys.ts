/** `keys rotate`: everything sealed again under a new key while the city works. `keys operator`: a key pair for backups. */
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupProblem } from '../../database/cluster.ts';
import { openFileStore } from '../../kernel/document/server.ts';
import {
  KEY_FILE_CHECK_MS,
  type KeyFile,
  type KeySource,
  keysInUse,
  makeKeyRing,
  newKey,
  retireKeys,
  rotateSealed,
  writeKeyFile,
} from '../../kernel/protect/server.ts';
import { type Attached, alone, attach, poolOf } from '../attach.ts';
import { newOperatorKey } from '../backup/envelope.ts';
import { CityError } from '../city.ts';
import { type Command, type CommandIo, guarded, readArguments, UsageError } from '../command.ts';
import { type Config, keySource, readConfig } from '../config.ts';
import '../capabilities.ts';
import { filesDir, recordOperation } from '../operation.ts';

const help = `用法：npm run minzheng -- keys rotate [--retire] [--out 文件]
      npm run minzheng -- keys operator --out 文件

rotate    生成一把新的数据密钥，把所有加密的资料、摘要和上传文件换到新密钥下，平台不用停。
          中断后再执行一次就接着做，不会再生成新密钥。
  --retire  换完之后把旧密钥从密钥文件里去掉，只留下核验以前审计封存所需的部分。
            以前的备份仍要用旧密钥打开：请先把旧的密钥文件另行保管。
  --out 文件  密钥由命令给出（MINZHENG_KEY_COMMAND）时，平台写不进密码机：新的密钥内容写到这个文件，
            由您导入密码机、重启平台，再执行一次 keys rotate；导入后销毁这个文件。
operator  生成一对运维密钥：文件（私钥，另行保管）和 文件.pub（公钥，备份时用）。`;

const options = { retire: { type: 'boolean' }, out: { type: 'string' } } as const;
const usage = '用法 usage: keys rotate [--retire] [--out 文件]  |  keys operator --out 文件';

function makeOperator(out: string, io: CommandIo): number {
  const { publicKey, privateKey } = newOperatorKey(new Date().toISOString());
  for (const file of [out, `${out}.pub`])
    if (fs.existsSync(file)) throw new StartupProblem(`${file} 已经存在，不会覆盖。请换一个文件名。`);
  fs.writeFileSync(out, `${JSON.stringify(privateKey, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  fs.writeFileSync(`${out}.pub`, `${JSON.stringify(publicKey, null, 2)}\n`, { mode: 0o644, flag: 'wx' });
  io.stdout.write(
    `运维密钥 ${publicKey.id} 已生成。\n私钥 ${out}：移到别处妥善保管，恢复时才用；丢了它，备份谁也打不开。\n公钥 ${out}.pub：放到做备份的机器上（数据目录里叫 operator.pub 时可以不写 --key-file）。\n`,
  );
  return 0;
}

/**
 * Puts changed keys where running servers find them. What the platform cannot write to (the city's key management) is handed to the
 * operator as a file, for him to bring in: false.
 */
function keepKeys(source: KeySource, content: KeyFile, out: string | undefined): boolean {
  if (source.write) {
    source.write(content);
    return true;
  }
  if (fs.existsSync(out!)) throw new StartupProblem(`${out} 已经存在，不会覆盖。请换一个文件名。`);
  writeKeyFile(out!, content);
  return false;
}

/** The newest key is new when nothing is left under an older one; otherwise an interrupted change goes on. */
async function rotate(
  attached: Attached,
  config: Config,
  io: CommandIo,
  settings: { retire: boolean; out: string | undefined; settleMs: number },
): Promise<number> {
  const say = (line: string) => io.stdout.write(`${line}\n`);
  const files = openFileStore(filesDir(config));
  const source = keySource(config);
  const mustHand = !source.write && !settings.out;
  const owner = poolOf(attached.ownerUrl, attached.schema, 3);
  try {
    return await alone(owner, attached.schema, async () => {
      let file: KeyFile = source.read();
      const newest = file.keys.at(-1)?.id;
      const used = await keysInUse(owner, files);
      const unknown = [...used.keys()].filter((id) => !file.keys.some((key) => key.id === id));
      if (unknown.length > 0)
        throw new StartupProblem(`${source.name} 里没有密钥 ${unknown.join('、')}，有资料用它加密。请先取回完整的密钥，再轮换。`);
      const unfinished = [...used.keys()].some((id) => id !== newest);
      const onlyRetire = settings.retire && !unfinished && file.keys.length > 1;
      if (mustHand && (settings.retire || !unfinished))
        throw new StartupProblem(
          `密钥由命令给出（MINZHENG_KEY_COMMAND），平台写不进去。请加 --out 文件：新的密钥内容写到那里，由您导入密码机。没有改动任何资料。`,
        );
      if (unfinished)
        say(
          source.write
            ? `上次的轮换没有做完，接着换到密钥 ${newest}。`
            : `${source.name} 给出的最新密钥是 ${newest}，换到它下面。`,
        );
      else if (!onlyRetire) {
        file = { ...file, keys: [...file.keys, newKey(new Date().toISOString())] };
        const { id } = file.keys.at(-1)!;
        if (!keepKeys(source, file, settings.out)) {
          say(
            `新密钥 ${id} 已写入 ${settings.out}，还没有换任何资料。请：一、把它导入密码机，让密钥命令给出这份内容；二、销毁 ${settings.out}；三、重启平台（每一台）；四、再执行 keys rotate，把资料换到新密钥下。`,
          );
          return 0;
        }
        say(`新密钥 ${id} 已写入 ${config.keyFile}。请现在就备份这个文件。`);
        await sleep(settings.settleMs); // running servers read the file again before the first value is under the new key
      }
      const keys = makeKeyRing(file);
      const result = await rotateSealed(owner, keys, files, { settleMs: settings.settleMs, say: (line) => say(`  ${line}`) });
      const left = await keysInUse(owner, files);
      const old = file.keys.slice(0, -1).map((key) => key.id);
      const free = old.filter((id) => !left.has(id));
      await recordOperation(attached, config, keys, {
        action: 'keys.rotated',
        detail: { key: keys.current, rows: Object.values(result.rows).reduce((a, b) => a + b, 0), files: result.files },
      });
      for (const place of result.damaged.slice(0, 20)) io.stderr.write(`打不开：${place}\n`);
      if (result.missing.length > 0) io.stderr.write(`有${result.missing.length}份上传文件在磁盘上找不到。\n`);
      say(
        `加密的资料都已换到密钥 ${keys.current}（${Object.values(result.rows).reduce((a, b) => a + b, 0)}行，${result.files}份文件）。`.replace(
          '都',
          result.damaged.length > 0 ? `除${result.damaged.length}处打不开的外都` : '都',
        ),
      );
      if (free.length > 0 && settings.retire) {
        const kept = keepKeys(source, retireKeys(file, free, new Date().toISOString()), settings.out);
        say(
          kept
            ? `旧密钥 ${free.join('、')} 已退役：密钥文件里只留下核验以前审计封存所需的部分。以前的备份仍要用退役前的密钥文件。`
            : `旧密钥 ${free.join('、')} 可以退役：去掉它们之后的密钥内容已写入 ${settings.out}。请导入密码机，销毁这个文件，重启平台；以前的备份仍要用退役前的密钥，请在密码机里另行保管。`,
        );
      } else if (free.length > 0)
        say(
          `旧密钥 ${free.join('、')} 除核验以前的审计封存外不再需要。另行保管后可用 keys rotate --retire${source.write ? '' : ' --out 文件'} 去掉。`,
        );
      const kept = old.filter((id) => left.has(id));
      if (kept.length > 0) say(`旧密钥 ${kept.join('、')} 仍有资料在用，不能去掉。`);
      return result.damaged.length + result.missing.length === 0 ? 0 : 1;
    });
  } finally {
    await owner.end();
  }
}

/** `settleMs`: how long running servers have to read a new key. */
export const makeKeysCommand = (config: () => Config, settleMs = 2 * KEY_FILE_CHECK_MS + 500): Command => ({
  name: 'keys',
  summary: '轮换数据密钥；生成备份用的运维密钥 / rotate data keys',
  help,
  run: (args, io) =>
    guarded(io, [StartupProblem, CityError], async () => {
      const { values, positionals } = readArguments(args, options);
      const [verb, ...more] = positionals;
      if (more.length > 0) throw new UsageError(usage);
      if (verb === 'operator' && values.out && !values.retire) return makeOperator(values.out, io);
      if (verb !== 'rotate') throw new UsageError(usage);
      const settings = config();
      if (values.out && !settings.keyCommand)
        throw new UsageError('密钥在文件里，新密钥就写在那里：rotate 不用 --out / --out needs MINZHENG_KEY_COMMAND');
      const attached = await attach(settings);
      try {
        return await rotate(attached, settings, io, { retire: values.retire ?? false, out: values.out, settleMs });
      } finally {
        await attached.close();
      }
    }),
});

export const keysCommand = makeKeysCommand(readConfig);
