/**
 * A workbook as a stream that gives only what is wanted next. The reader parses as fast as it is fed, however slowly its rows are taken: fed whole, it keeps
 * every row of the file in memory. So the sheet comes last, unpacked piece by piece, and a piece only when whoever takes the rows has none left.
 */
import { Readable } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { firstSheetOf, type SheetWatch } from './sheet-watch.ts';

interface Part {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly at: number;
}

const END = Buffer.from('PK\x05\x06', 'latin1');
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];
/** Sizes that stand elsewhere: an archive beyond 4 GB, which no spreadsheet of ours is. */
const ELSEWHERE = 0xffffffff;

/** The archive's directory. Null when there is none. */
export function partsOf(bytes: Buffer): Part[] | null {
  const end = bytes.lastIndexOf(END);
  if (end < 0 || end + 22 > bytes.length) return null;
  const parts: Part[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) return null;
    const nameLength = bytes.readUInt16LE(at + 28);
    parts.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

const isSheet = ({ name }: Part): boolean => /^xl\/worksheets\/[^/]+\.xml$/i.test(name);

/** The packed bytes of a part; null where the archive does not hold them. */
function bodyOf(bytes: Buffer, { at, packed }: Part): Buffer | null {
  if (at + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== LOCAL) return null;
  const from = at + LOCAL_BYTES + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  return from + packed > bytes.length ? null : bytes.subarray(from, from + packed);
}

function headOf({ name, method, crc, packed, unpacked }: Part): Buffer {
  const named = Buffer.from(name, 'utf8');
  const head = Buffer.alloc(LOCAL_BYTES);
  head.writeUInt32LE(LOCAL, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(method, 8);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(packed, 18);
  head.writeUInt32LE(unpacked, 22);
  head.writeUInt16LE(named.length, 26);
  return Buffer.concat([head, named]);
}

type Whole = { readonly part: Part; readonly body: Buffer };

/** More comes out of a part than the archive's directory says: it is torn, or made to swell. */
export class PartSwells extends Error {}

/** A sheet as it is unpacked, and no byte more than the directory says. */
async function* unpacked({ part, body }: Whole): AsyncGenerator<Uint8Array, void> {
  if (part.method !== DEFLATED) {
    yield body;
    return;
  }
  let given = 0;
  for await (const piece of Readable.from([body]).pipe(createInflateRaw()) as AsyncIterable<Buffer>) {
    given += piece.length;
    if (given > part.unpacked) throw new PartSwells();
    yield piece;
  }
}

async function* inOrder(
  parts: readonly Whole[],
  watch: { sheet: string | null; see: SheetWatch },
): AsyncGenerator<Uint8Array, void> {
  for (const whole of parts) {
    const { part, body } = whole;
    if (!isSheet(part)) {
      yield headOf(part);
      yield body;
      continue;
    }
    yield headOf({ ...part, method: STORED, packed: part.unpacked });
    for await (const piece of unpacked(whole)) {
      if (part.name === watch.sheet) watch.see.see(piece);
      yield piece;
    }
  }
}

/** A small part as text; '' where there is none, or it is none to be read. */
function textOf(parts: readonly Whole[], name: string): string {
  const whole = parts.find(({ part }) => part.name === name);
  if (!whole) return '';
  return whole.part.method === DEFLATED
    ? inflateRawSync(whole.body, { maxOutputLength: Math.max(1, whole.part.unpacked) }).toString('utf8')
    : whole.body.toString('utf8');
}

/** Says when the taker of rows waits for one that is not there: only then is the next piece given. */
function appetite() {
  let hungry = false;
  let wake = (): void => {};
  return {
    wanted: (): Promise<void> =>
      hungry
        ? Promise.resolve()
        : new Promise((resolve) => {
            wake = resolve;
          }),
    async waitFor<T>(answer: Promise<T>): Promise<T> {
      const timer = setImmediate(() => {
        hungry = true;
        wake();
      });
      try {
        return await answer;
      } finally {
        clearImmediate(timer);
        hungry = false;
      }
    },
  };
}

/**
 * The rows that `read` makes of a workbook, taken one by one. An archive that cannot be put in order (encrypted, of another make) is given to it whole.
 * `read` is called once. `see` sees the first sheet as it passes.
 */
export async function* rowsAsWanted<Row>(
  bytes: Buffer,
  read: (input: Uint8Array | ReadableStream<Uint8Array>) => AsyncGenerator<Row, void, undefined>,
  see: SheetWatch,
): AsyncGenerator<Row, void> {
  const whole = (partsOf(bytes) ?? []).map((part) => ({ part, body: bodyOf(bytes, part) }));
  const fits = whole.every(
    ({ part, body }) => body !== null && [STORED, DEFLATED].includes(part.method) && part.unpacked !== ELSEWHERE,
  );
  if (!fits || whole.length === 0) {
    yield* read(new Uint8Array(bytes));
    return;
  }
  const ordered = [...whole.filter((w) => !isSheet(w.part)), ...whole.filter((w) => isSheet(w.part))] as Whole[];
  const sheet = firstSheetOf(textOf(ordered, 'xl/workbook.xml'), textOf(ordered, 'xl/_rels/workbook.xml.rels'));
  const pieces = inOrder(ordered, { sheet, see });
  const { wanted, waitFor } = appetite();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await wanted();
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await pieces.return()),
    },
    { highWaterMark: 0 },
  );
  const rows = read(stream);
  try {
    for (;;) {
      const { done, value } = await waitFor(rows.next());
      if (done) return;
      yield value;
    }
  } finally {
    await rows.return();
  }
}
