/**
 * The outer form of a backup: encrypted to one or more operators' public keys, so that whoever makes backups cannot read them.
 * X25519 and HKDF wrap a random file key; the content follows in chunks of 64 KiB under AES-256-GCM, numbered, the last one marked:
 * nothing can be changed, reordered or cut off unnoticed, and memory stays small.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import fs from 'node:fs';
import { Transform } from 'node:stream';
import { StartupProblem } from '../../database/cluster.ts';

/** Two files: the public half goes to the servers that make backups, the private half to a safe. */
export interface OperatorKey {
  kind: 'minzheng-operator-public' | 'minzheng-operator-private';
  id: string;
  createdAt: string;
  /** DER in base64: SPKI or PKCS#8. */
  key: string;
}

interface Envelope {
  recipients: { id: string; ephemeral: string; wrapped: string }[];
}

const MAGIC = Buffer.from('MINZHENG-BACKUP-1\n');
const CHUNK = 64 * 1024;
const TAG = 16;
const DAMAGED = '备份文件不完整，或者被改动过，不能恢复。';

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const idOf = (publicKey: KeyObject): string => `o${createHash('sha256').update(spki(publicKey)).digest('hex').slice(0, 12)}`;

export function newOperatorKey(createdAt: string): { publicKey: OperatorKey; privateKey: OperatorKey } {
  const pair = generateKeyPairSync('x25519');
  const id = idOf(pair.publicKey);
  return {
    publicKey: { kind: 'minzheng-operator-public', id, createdAt, key: spki(pair.publicKey).toString('base64') },
    privateKey: {
      kind: 'minzheng-operator-private',
      id,
      createdAt,
      key: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    },
  };
}

/** Reads one half of an operator key; the wrong half or another file is told in one line. */
export function readOperatorKey(file: string, half: 'public' | 'private'): OperatorKey {
  const zh = { public: '公钥', private: '私钥' }[half];
  let found: OperatorKey;
  try {
    found = JSON.parse(fs.readFileSync(file, 'utf8')) as OperatorKey;
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new StartupProblem(
      absent
        ? `找不到运维${zh}文件 ${file}。生成一对：npm run minzheng -- keys operator --out 文件`
        : `${file} 不是运维密钥文件。`,
    );
  }
  if (found.kind === `minzheng-operator-${half}`) return found;
  if (found.kind === 'minzheng-operator-private')
    throw new StartupProblem(`${file} 是运维私钥，备份只需要公钥（${file}.pub）。私钥请另行保管。`);
  throw new StartupProblem(found.kind ? `${file} 是运维公钥，恢复需要私钥。` : `${file} 不是运维密钥文件。`);
}

function wrappingKey(shared: Buffer, ephemeral: Buffer, recipient: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), 'minzheng-backup-file-key', 32));
}

/** A wrapping key is used once, so its nonce may be zero. */
const NO_NONCE = Buffer.alloc(12);

function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(chunk, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Cuts a stream into pieces of `size`; the last one (perhaps empty) is known as such. */
function inPieces(size: number, convert: (piece: Buffer, no: number, last: boolean) => Buffer, before?: Buffer): Transform {
  let held: Buffer[] = [];
  let bytes = 0;
  let no = 0;
  return new Transform({
    construct(done) {
      if (before) this.push(before);
      done();
    },
    transform(data: Buffer, _encoding, done) {
      held.push(data);
      bytes += data.length;
      try {
        if (bytes > size) {
          let all = Buffer.concat(held);
          while (all.length > size) {
            this.push(convert(all.subarray(0, size), no++, false));
            all = all.subarray(size);
          }
          held = [all];
          bytes = all.length;
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        this.push(convert(Buffer.concat(held), no, true));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** A stream that turns plain bytes into a sealed backup. */
export function sealTo(recipients: readonly OperatorKey[]): Transform {
  const fileKey = randomBytes(32);
  const envelope: Envelope = {
    recipients: recipients.map(({ id, key }) => {
      const recipient = createPublicKey({ key: Buffer.from(key, 'base64'), type: 'spki', format: 'der' });
      const pair = generateKeyPairSync('x25519');
      const shared = diffieHellman({ privateKey: pair.privateKey, publicKey: recipient });
      const ephemeral = spki(pair.publicKey);
      const cipher = createCipheriv('aes-256-gcm', wrappingKey(shared, ephemeral, spki(recipient)), NO_NONCE);
      const wrapped = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      return { id, ephemeral: ephemeral.toString('base64'), wrapped: wrapped.toString('base64') };
    }),
  };
  const text = Buffer.from(JSON.stringify(envelope));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const header = Buffer.concat([MAGIC, length, text]);
  const bound = createHash('sha256').update(header).digest();
  return inPieces(
    CHUNK,
    (piece, no, last) => {
      const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(no, last));
      cipher.setAAD(bound);
      return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    },
    header,
  );
}

/** The plain bytes of a sealed backup. Refuses at once when the key is not one of those that it was made for. */
export function openSealed(file: string, operator: OperatorKey): { source: fs.ReadStream; opener: Transform } {
  const { envelope, header } = readEnvelope(file);
  const mine = envelope.recipients.find((recipient) => recipient.id === operator.id);
  if (!mine)
    throw new StartupProblem(
      `这份备份要用运维密钥 ${envelope.recipients.map((recipient) => recipient.id).join('、')} 打开，给出的是 ${operator.id}。请换成制作备份时所用公钥对应的私钥。`,
    );
  let fileKey: Buffer;
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(operator.key, 'base64'), type: 'pkcs8', format: 'der' });
    const ephemeral = Buffer.from(mine.ephemeral, 'base64');
    const shared = diffieHellman({ privateKey, publicKey: createPublicKey({ key: ephemeral, type: 'spki', format: 'der' }) });
    const wrapped = Buffer.from(mine.wrapped, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey(shared, ephemeral, spki(createPublicKey(privateKey))), NO_NONCE);
    decipher.setAuthTag(wrapped.subarray(-TAG));
    fileKey = Buffer.concat([decipher.update(wrapped.subarray(0, -TAG)), decipher.final()]);
  } catch (error) {
    throw new StartupProblem(`运维密钥 ${operator.id} 打不开这份备份：密钥文件或备份文件被改动过。`, { cause: error });
  }
  const bound = createHash('sha256').update(header).digest();
  const opener = inPieces(CHUNK + TAG, (piece, no, last) => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(no, last));
      decipher.setAAD(bound);
      decipher.setAuthTag(piece.subarray(-TAG));
      return Buffer.concat([decipher.update(piece.subarray(0, -TAG)), decipher.final()]);
    } catch (error) {
      throw new StartupProblem(DAMAGED, { cause: error });
    }
  });
  return { source: fs.createReadStream(file, { start: header.length }), opener };
}

function readEnvelope(file: string): { envelope: Envelope; header: Buffer } {
  let handle: number;
  try {
    handle = fs.openSync(file, 'r');
  } catch (error) {
    throw new StartupProblem(`读不到备份文件 ${file}。`, { cause: error });
  }
  try {
    const start = Buffer.alloc(MAGIC.length + 4);
    fs.readSync(handle, start, 0, start.length, 0);
    const length = start.readUInt32BE(MAGIC.length);
    if (!start.subarray(0, MAGIC.length).equals(MAGIC) || length > 1_000_000)
      throw new StartupProblem(`${file} 不是民政平台的备份文件。`);
    const text = Buffer.alloc(length);
    if (fs.readSync(handle, text, 0, length, start.length) < length) throw new StartupProblem(DAMAGED);
    try {
      return { envelope: JSON.parse(text.toString('utf8')) as Envelope, header: Buffer.concat([start, text]) };
    } catch (error) {
      throw new StartupProblem(DAMAGED, { cause: error });
    }
  } finally {
    fs.closeSync(handle);
  }
}
