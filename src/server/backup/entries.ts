/** The inner form of a backup: entries one after another, each a JSON head and its bytes; the shape of the manifest. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** First entry: what is needed to decide whether this backup can be restored here. */
export interface Manifest {
  kind: 'manifest';
  format: 1;
  madeAt: string;
  city: string;
  schema: string;
  /** Offset of the demonstration clock; null when the city runs by the real time. */
  clockOffsetMs: number | null;
  migrations: { name: string; hash: string }[];
  /** In the order of their foreign keys. */
  tables: { name: string; columns: string[] }[];
  sequences: { name: string; value: string; called: boolean }[];
  /** Data keys that the sealed values need; the keys themselves are never in a backup. */
  keys: string[];
  /** Keys that only old audit seals need. */
  auditKeys: string[];
}

export type EntryHead =
  | Manifest
  | { kind: 'table'; name: string }
  | { kind: 'audit-heads' }
  | { kind: 'file'; hash: string }
  | {
      /** Last entry: what all the others must add up to. */
      kind: 'end';
      tables: Record<string, { rows: number; sha256: string }>;
      files: { count: number; bytes: number };
      /** Uploads whose row was in the snapshot and that were cleaned away before they could be copied. */
      gone: string[];
      /** Files that the database names and the disk does not have. */
      missing: string[];
    };

const HEAD = 0x48;
const DATA = 0x44;
const END = 0x45;

export class EntryWriter {
  readonly #sink: Writable;
  constructor(sink: Writable) {
    this.#sink = sink;
  }
  async #frame(type: number, payload: Uint8Array): Promise<void> {
    const start = Buffer.alloc(5);
    start[0] = type;
    start.writeUInt32BE(payload.length, 1);
    this.#sink.write(start);
    if (!this.#sink.write(payload)) await once(this.#sink, 'drain');
  }
  begin(head: EntryHead): Promise<void> {
    return this.#frame(HEAD, Buffer.from(JSON.stringify(head)));
  }
  data(bytes: Uint8Array): Promise<void> {
    return this.#frame(DATA, bytes);
  }
  end(): Promise<void> {
    return this.#frame(END, Buffer.alloc(0));
  }
}

export interface Entry {
  head: EntryHead;
  /** Must be read to its end before the next entry. */
  data: AsyncGenerator<Buffer>;
}

/** Entries of a plain backup stream. A frame is at most some 20 MB (a whole upload). */
export async function* readEntries(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const input = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const take = async (size: number): Promise<Buffer | null> => {
    const parts: Buffer[] = [held];
    let length = held.length;
    while (length < size) {
      const more = await input.next();
      if (more.done) break;
      parts.push(more.value);
      length += more.value.length;
    }
    const all = parts.length === 1 ? held : Buffer.concat(parts);
    held = all.subarray(size);
    return all.length < size ? null : all.subarray(0, size);
  };
  const frame = async (): Promise<{ type: number; payload: Buffer } | null> => {
    const start = await take(5);
    if (!start) return null;
    const size = start.readUInt32BE(1);
    const payload = size === 0 ? Buffer.alloc(0) : await take(size);
    if (!payload) throw new Error('the backup ends in the middle of a frame');
    return { type: start[0]!, payload };
  };
  async function* data(): AsyncGenerator<Buffer> {
    for (;;) {
      const next = await frame();
      if (!next) throw new Error('the backup ends in the middle of an entry');
      if (next.type === END) return;
      yield next.payload;
    }
  }
  for (;;) {
    const first = await frame();
    if (!first) return;
    if (first.type !== HEAD) throw new Error('the backup is not made of entries');
    yield { head: JSON.parse(first.payload.toString('utf8')) as EntryHead, data: data() };
  }
}
