/**
 * Field encryption and keyed digests. SM4-CTR with HMAC-SM3 (encrypt, then authenticate); each value is bound to the
 * place where it is stored (table.column:row), so a ciphertext copied to another row does not open. Keys have ids and
 * versions; old versions open what they sealed until `keys rotate` has sealed it again.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { StartupProblem } from '../../database/cluster.ts';

export * from './index.ts';
export { openHere, startOpener } from './opener.ts';
export { keysInUse, type Rotation, rotateSealed, type SealedFiles, sealedFiles } from './rotate.ts';
export { defineSealed, type SealedRow, type SealedTable, sealedTables } from './sealed.ts';

/** The key file: the newest key is last. `secret` is 32 random bytes in base64. */
export interface KeyFile {
  keys: { id: string; createdAt: string; secret: string }[];
  /** Keys that nothing is sealed with any more: of these only the part that checks old audit seals is left. */
  retired?: { id: string; createdAt: string; retiredAt: string; audit: string }[];
}

export interface KeyRing {
  /** Id of the key that seals now. */
  readonly current: string;
  /** Every key that can check an audit seal, retired ones too. */
  readonly ids: readonly string[];
  /** Seals text for one place, such as `person.id_number:<id>`. */
  seal(text: string, place: string): Buffer;
  /** Opens what `seal` made for the same place. Throws when it was changed, moved or its key is absent. */
  open(sealed: Uint8Array, place: string): string;
  /** The same for bytes: a file as a whole. */
  sealBytes(data: Uint8Array, place: string): Buffer;
  openBytes(sealed: Uint8Array, place: string): Buffer;
  sealJson(value: unknown, place: string): Buffer;
  openJson<T>(sealed: Uint8Array, place: string): T;
  /** A keyed digest under the current key, by which an equal value is found. `kind` separates uses. */
  digest(kind: string, value: string): Buffer;
  /** The digest under every key still held: what to look for while a rotation runs. */
  digests(kind: string, value: string): Buffer[];
  /** HMAC-SM3 for the audit chain, under a named key. */
  mac(data: string | Uint8Array, keyId?: string): Buffer;
  keyIdOf(sealed: Uint8Array): string;
  /** The keys as handles that a worker thread of this process can be given: the bytes of a secret are in no message. */
  handles(): KeyHandles;
}

/** What `keyRingOf` makes a ring from, in this thread or another one. */
export interface KeyHandles {
  readonly keys: readonly Key[];
  readonly audit: ReadonlyMap<string, KeyObject>;
}

export const sm3 = (data: string | Uint8Array): Buffer => createHash('sm3').update(data).digest();

interface Key {
  id: string;
  encrypt: KeyObject;
  authenticate: KeyObject;
  digest: KeyObject;
  audit: KeyObject;
}

function deriveKey({ id, secret }: KeyFile['keys'][number]): Key {
  const material = Buffer.from(secret, 'base64');
  if (material.length !== 32) throw new StartupProblem(`密钥 ${id} 的长度不是32字节，请检查密钥文件。`);
  if (!/^k[0-9a-z]{7}$/.test(id)) throw new StartupProblem(`密钥编号 ${id} 无效，应为 k 加7位小写字母或数字。`);
  const part = (use: string, size: number) => createSecretKey(Buffer.from(hkdfSync('sha256', material, 'minzheng', use, size)));
  return {
    id,
    encrypt: part('encrypt', 16),
    authenticate: part('authenticate', 32),
    digest: part('digest', 32),
    audit: part('audit', 32),
  };
}

const ID_BYTES = 8;
const IV_BYTES = 16;
const TAG_BYTES = 16;

export function makeKeyRing(file: KeyFile): KeyRing {
  const keys = file.keys.map(deriveKey);
  const audit = new Map(keys.map((key) => [key.id, key.audit]));
  for (const retired of file.retired ?? []) audit.set(retired.id, createSecretKey(Buffer.from(retired.audit, 'base64')));
  return keyRingOf({ keys, audit });
}

export function keyRingOf(handles: KeyHandles): KeyRing {
  const keys = new Map(handles.keys.map((key) => [key.id, key]));
  const current = handles.keys.at(-1);
  if (!current) throw new StartupProblem('密钥文件里没有密钥。');
  const auditKeys = handles.audit;
  const keyOf = (id: string): Key => {
    const key = keys.get(id);
    if (!key) throw new StartupProblem(`缺少密钥 ${id}，无法解密。请把它加入密钥文件。`);
    return key;
  };
  const tagOf = (key: Key, body: Uint8Array, place: string): Buffer =>
    createHmac('sm3', key.authenticate).update(body).update(`\0${place}`).digest().subarray(0, TAG_BYTES);
  const keyIdOf = (sealed: Uint8Array): string => Buffer.from(sealed.subarray(0, ID_BYTES)).toString('latin1');
  const ring: KeyRing = {
    current: current.id,
    ids: [...auditKeys.keys()],
    keyIdOf,
    seal: (text, place) => ring.sealBytes(Buffer.from(text, 'utf8'), place),
    open: (sealed, place) => ring.openBytes(sealed, place).toString('utf8'),
    sealBytes(data, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('sm4-ctr', current.encrypt, iv);
      const body = Buffer.concat([Buffer.from(current.id, 'latin1'), iv, cipher.update(data), cipher.final()]);
      return Buffer.concat([body, tagOf(current, body, place)]);
    },
    openBytes(sealed, place) {
      const key = keyOf(keyIdOf(sealed));
      const body = sealed.subarray(0, -TAG_BYTES);
      if (!timingSafeEqual(tagOf(key, body, place), sealed.subarray(-TAG_BYTES)))
        throw new Error(`sealed value does not belong to ${place}`);
      const cipher = createDecipheriv('sm4-ctr', key.encrypt, body.subarray(ID_BYTES, ID_BYTES + IV_BYTES));
      return cipher.update(body.subarray(ID_BYTES + IV_BYTES)); // a stream cipher holds nothing back: no `final`
    },
    sealJson: (value, place) => ring.seal(JSON.stringify(value), place),
    openJson: (sealed, place) => JSON.parse(ring.open(sealed, place)),
    digest: (kind, value) => createHmac('sm3', current.digest).update(`${kind}\0${value}`).digest(),
    digests: (kind, value) => [...keys.values()].map((key) => createHmac('sm3', key.digest).update(`${kind}\0${value}`).digest()),
    mac: (data, keyId = current.id) =>
      createHmac('sm3', auditKeys.get(keyId) ?? keyOf(keyId).audit)
        .update(data)
        .digest(),
    handles: () => handles,
  };
  return ring;
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

/** The file without the keys `ids`; what checks their audit seals stays. The newest key cannot go. */
export function retireKeys(file: KeyFile, ids: readonly string[], retiredAt: string): KeyFile {
  const going = file.keys.slice(0, -1).filter((key) => ids.includes(key.id));
  return {
    keys: file.keys.filter((key) => !going.includes(key)),
    retired: [
      ...(file.retired ?? []),
      ...going.map((key) => ({
        id: key.id,
        createdAt: key.createdAt,
        retiredAt,
        audit: deriveKey(key).audit.export().toString('base64'),
      })),
    ],
  };
}

export const newKey = (createdAt: string): KeyFile['keys'][number] => ({
  id: `k${BigInt(`0x${randomBytes(6).toString('hex')}`)
    .toString(36)
    .padStart(7, '0')
    .slice(-7)}`,
  createdAt,
  secret: randomBytes(32).toString('base64'),
});

export function readKeyFile(file: string): KeyFile {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    throw new StartupProblem(`读不到密钥文件 ${file}。没有密钥就无法打开已加密的资料，请从保管处取回。`);
  }
  let content: Partial<KeyFile> | null;
  try {
    content = JSON.parse(text) as Partial<KeyFile> | null;
  } catch {
    throw new StartupProblem(`密钥文件 ${file} 不是有效的 JSON。`);
  }
  if (
    !Array.isArray(content?.keys) ||
    !content.keys.every((key) => typeof key?.id === 'string' && typeof key.secret === 'string')
  )
    throw new StartupProblem(`密钥文件 ${file} 的内容不完整，请从保管处取回。`);
  return content as KeyFile;
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
