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
import { StartupProblem } from '../../database/cluster.ts';

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
  if (!current) throw new Error('a key ring needs a key');
  const auditKeys = handles.audit;
  const keyOf = (id: string): Key => {
    const key = keys.get(id);
    if (!key) throw new StartupProblem(`缺少密钥 ${id}，无法解密。请从保管处取回含有这把密钥的密钥文件。`);
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
