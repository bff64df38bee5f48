/**
 * Where files lie: `<dir>/ab/cd/<hash>`, outside the database. Only sealed bytes come here, and their SM3 hash is the address, so a copy can be
 * verified without a key. A file is there whole or not at all.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../context/server.ts';
import { sm3 } from '../protect/server.ts';

export interface FileStore {
  /** Keeps the bytes and returns their address. On disk when it resolves. */
  write(sealed: Uint8Array): Promise<string>;
  /** Throws when the file is gone or was changed. */
  read(hash: string): Promise<Buffer>;
  /** True when the file lies at its address. */
  has(hash: string): Promise<boolean>;
  /** The first bytes of a file; null when it is not there. */
  head(hash: string, bytes: number): Promise<Buffer | null>;
  /** Every address, with the time it was written. */
  list(): AsyncIterable<{ hash: string; writtenAt: number }>;
  /** Removing what is not there is no mistake: an earlier try may have died after it. */
  remove(hash: string): Promise<void>;
}

/** A file that went away is no mistake, anything else is. */
function nothingThere(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function openFileStore(dir: string): FileStore {
  const place = (hash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a file address');
    return path.join(dir, hash.slice(0, 2), hash.slice(2, 4), hash);
  };
  return {
    async write(sealed) {
      const hash = sm3(sealed).toString('hex');
      const target = place(hash);
      const incoming = path.join(dir, 'incoming');
      const part = path.join(incoming, newId());
      await fs.mkdir(incoming, { recursive: true });
      await fs.mkdir(path.dirname(target), { recursive: true });
      try {
        const handle = await fs.open(part, 'wx', 0o600);
        try {
          await handle.writeFile(sealed);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await fs.rename(part, target);
      } catch (error) {
        await fs.rm(part, { force: true });
        throw error;
      }
      await syncFolder(path.dirname(target));
      return hash;
    },
    async read(hash) {
      const sealed = await fs.readFile(place(hash));
      if (sm3(sealed).toString('hex') !== hash) throw new Error(`stored file ${hash} was changed on disk`);
      return sealed;
    },
    has: (hash) =>
      fs.access(place(hash)).then(
        () => true,
        () => false,
      ),
    async head(hash, bytes) {
      const handle = await fs.open(place(hash), 'r').catch(nothingThere);
      if (!handle) return null;
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    async *list() {
      for (const first of (await fs.readdir(dir).catch(nothingThere)) ?? []) {
        if (!/^[0-9a-f]{2}$/.test(first)) continue;
        for (const second of await fs.readdir(path.join(dir, first)))
          for (const hash of await fs.readdir(path.join(dir, first, second))) {
            const found = await fs.stat(place(hash)).catch(nothingThere);
            if (found) yield { hash, writtenAt: found.mtimeMs };
          }
      }
    },
    remove: (hash) => fs.rm(place(hash), { force: true }),
  };
}
