/**
 * Where the keys of a city come from: a file, or a command of the city's key management (a cipher machine, a KMS). Both give the
 * same JSON. What is wrong is told in one line that names the place and no value of it: a wrong answer may hold a secret.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { StartupProblem } from '../../database/cluster.ts';
import { type KeyFile, type KeyRing, makeKeyRing } from './ring.ts';

export interface KeySource {
  /** As an operator's sentence says it: 密钥文件 /etc/minzheng/keys.json. */
  readonly name: string;
  /** The keys. Throws a StartupProblem. */
  read(): KeyFile;
  /** The keys for a server that goes on running. */
  ring(): KeyRing;
  /** Keeps changed keys where running servers find them; null where the platform cannot write. */
  readonly write: ((content: KeyFile) => void) | null;
}

export const keyFileSource = (file: string): KeySource => ({
  name: `密钥文件 ${file}`,
  read: () => readKeyFile(file),
  ring: () => openKeyRing(file),
  write: (content) => writeKeyFile(file, content),
});

/** A cipher machine answers in seconds; one that is not reachable must not keep a start waiting for ever. */
const COMMAND_MS = 30_000;
const LONGEST_ANSWER = 1024 * 1024;

/**
 * Runs once in a process, without a shell: the first word is the program, the others its arguments. What it prints on standard error
 * is thrown away, because nobody knows what a vendor's tool says there.
 */
export function keyCommandSource(command: string, limitMs = COMMAND_MS): KeySource {
  const [program, ...args] = command.trim().split(/\s+/);
  const name = `密钥命令 ${program}`;
  let kept: KeyFile | null = null;
  const ask = (): KeyFile => {
    const answer = spawnSync(program!, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
      maxBuffer: LONGEST_ANSWER,
    });
    const code = (answer.error as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'ENOENT') throw new StartupProblem(`找不到${name}，请检查 MINZHENG_KEY_COMMAND。`);
    if (code === 'EACCES') throw new StartupProblem(`${name} 不能执行，请检查文件权限。`);
    if (code === 'ETIMEDOUT')
      throw new StartupProblem(`${name} 在${Math.ceil(limitMs / 1000)}秒内没有答复，请检查密码机（密钥管理系统）是否可用。`);
    if (code === 'ENOBUFS') throw new StartupProblem(`${name} 的输出太长，不是密钥。`);
    if (answer.error) throw new StartupProblem(`${name} 运行不了（${code}）。`);
    if (answer.status !== 0)
      throw new StartupProblem(
        `${name} 没有给出密钥（${answer.signal ? `被信号 ${answer.signal} 结束` : `返回 ${answer.status}`}）。请用平台的账号单独运行它，看它说什么。`,
      );
    return parseKeys(answer.stdout.toString('utf8'), `${name} 的输出`);
  };
  const read = (): KeyFile => {
    kept ??= ask();
    return kept;
  };
  return { name, read, ring: () => makeKeyRing(read()), write: null };
}

const is32Bytes = (value: unknown): boolean => typeof value === 'string' && Buffer.from(value, 'base64').length === 32;

/** `from`: what the text is, for the sentence that refuses it. */
function parseKeys(text: string, from: string): KeyFile {
  let content: { keys?: unknown; retired?: unknown } | null;
  try {
    content = JSON.parse(text) as typeof content;
  } catch {
    throw new StartupProblem(`${from}不是有效的 JSON。`);
  }
  const { keys, retired = [] } = content ?? {};
  if (!Array.isArray(keys) || !Array.isArray(retired)) throw new StartupProblem(`${from}内容不完整，请从保管处取回。`);
  if (keys.length === 0) throw new StartupProblem(`${from}里没有密钥。`);
  for (const [rows, kind, secret] of [
    [keys, '密钥', 'secret'],
    [retired, '退役密钥', 'audit'],
  ] as const)
    for (const [index, row] of rows.entries()) {
      const place = `第${index + 1}把${kind}`;
      if (typeof row?.id !== 'string' || typeof row[secret] !== 'string')
        throw new StartupProblem(`${from}内容不完整：${place}缺少编号 id 或 ${secret}。请从保管处取回。`);
      if (!/^k[0-9a-z]{7}$/.test(row.id)) throw new StartupProblem(`${from}里${place}的编号无效，应为 k 加7位小写字母或数字。`);
      if (!is32Bytes(row[secret])) throw new StartupProblem(`${from}里${place}（${row.id}）的长度不是32字节。`);
    }
  const ids = [...keys, ...retired].map((row: { id: string }) => row.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new StartupProblem(`${from}里密钥 ${twice} 出现了两次。`);
  return content as KeyFile;
}

export function readKeyFile(file: string): KeyFile {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    throw new StartupProblem(`读不到密钥文件 ${file}。没有密钥就无法打开已加密的资料，请从保管处取回。`);
  }
  return parseKeys(text, `密钥文件 ${file} `);
}

/** Writes the key file so that a crash leaves the old or the new one, never half. */
export function writeKeyFile(file: string, content: KeyFile): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}`;
  const handle = fs.openSync(part, 'w', 0o600);
  try {
    fs.writeSync(handle, `${JSON.stringify(content, null, 2)}\n`);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(part, file);
}

/** A server looks at its key file this often: `keys rotate` waits longer before it uses a new key. */
export const KEY_FILE_CHECK_MS = 1_000;

/** The keys of a file, read again when the file changes: a running server learns a new key without a restart. */
export function openKeyRing(file: string): KeyRing {
  const stampOf = () => {
    const { ino, mtimeMs, size } = fs.statSync(file);
    return `${ino}:${mtimeMs}:${size}`;
  };
  let stamp = stampOf();
  let ring = makeKeyRing(readKeyFile(file));
  let checkedAt = performance.now();
  const now = (): KeyRing => {
    if (performance.now() - checkedAt < KEY_FILE_CHECK_MS) return ring;
    checkedAt = performance.now();
    try {
      const found = stampOf();
      if (found !== stamp) {
        ring = makeKeyRing(readKeyFile(file));
        stamp = found;
      }
    } catch {
      // The file is away or unreadable for the moment: the keys that are known go on serving.
    }
    return ring;
  };
  return {
    get current() {
      return now().current;
    },
    get ids() {
      return now().ids;
    },
    keyIdOf: (sealed) => ring.keyIdOf(sealed),
    seal: (text, place) => now().seal(text, place),
    open: (sealed, place) => now().open(sealed, place),
    sealBytes: (data, place) => now().sealBytes(data, place),
    openBytes: (sealed, place) => now().openBytes(sealed, place),
    sealJson: (value, place) => now().sealJson(value, place),
    openJson: (sealed, place) => now().openJson(sealed, place),
    digest: (kind, value) => now().digest(kind, value),
    digests: (kind, value) => now().digests(kind, value),
    mac: (data, keyId) => now().mac(data, keyId),
    handles: () => now().handles(),
  };
}
