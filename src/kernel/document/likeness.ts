/**
 * 照片像不像: a fingerprint of 64 bits by which a picture that was saved again, made smaller or lighter is known, where its bytes are others. Each bit says whether one of
 * 9 × 8 fields is lighter than its neighbour (difference hash). Of a JPEG only the mean of each block of 8 × 8 points is read (its DC coefficient), which is all that is
 * needed and no picture is drawn. A likeness raises a doubt and proves nothing. Pure.
 */
import { inflateSync } from 'node:zlib';

/** 64 times 0 or 1; null: no photograph that could be told from others (too small, too even, broken, of another kind). */
export function likenessOf(bytes: Buffer, mediaType: string): string | null {
  if (bytes.length > MOST_BYTES) return null;
  const grey = mediaType === 'image/jpeg' ? jpegMeans(bytes) : mediaType === 'image/png' ? pngMeans(bytes) : null;
  return grey && grey.width >= FIELDS_X && grey.height >= FIELDS_Y ? differences(grey) : null;
}

/** Phones send photographs made smaller, a few hundred kilobytes; what is larger would hold up the others. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_POINTS = 64_000_000;
const BLOCK = 8;
const [FIELDS_X, FIELDS_Y] = [9, 8];
/** Of 256: a wall, the dark, a finger on the lens are like any other. */
const LEAST_CONTRAST = 16;

/** Means of blocks, row by row; their zero and scale do not matter. */
interface Means {
  readonly width: number;
  readonly height: number;
  readonly at: Float64Array;
}

function differences({ width, height, at }: Means): string | null {
  const fields = new Float64Array(FIELDS_X * FIELDS_Y);
  for (let y = 0; y < FIELDS_Y; y++)
    for (let x = 0; x < FIELDS_X; x++) {
      const [x0, x1] = [Math.floor((x * width) / FIELDS_X), Math.floor(((x + 1) * width) / FIELDS_X)];
      const [y0, y1] = [Math.floor((y * height) / FIELDS_Y), Math.floor(((y + 1) * height) / FIELDS_Y)];
      let sum = 0;
      for (let v = y0; v < y1; v++) for (let u = x0; u < x1; u++) sum += at[v * width + u]!;
      fields[y * FIELDS_X + x] = sum / ((x1 - x0) * (y1 - y0));
    }
  if (Math.max(...fields) - Math.min(...fields) < LEAST_CONTRAST) return null;
  let bits = '';
  for (let y = 0; y < FIELDS_Y; y++)
    for (let x = 0; x + 1 < FIELDS_X; x++) bits += fields[y * FIELDS_X + x]! < fields[y * FIELDS_X + x + 1]! ? '1' : '0';
  return bits;
}

// ---- JPEG (ITU T.81): baseline, extended and the first pass of progressive, Huffman coded, 8 bits

interface Component {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  /** Step of the DC coefficient: eight times the mean, in this unit. */
  readonly quantum: number;
}
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
}
/** Symbol by code, canonical: for each length its first code, and where its symbols begin. */
interface Huffman {
  readonly first: readonly number[];
  readonly count: readonly number[];
  readonly start: readonly number[];
  readonly symbols: Uint8Array;
}

function huffmanOf(counts: Uint8Array, symbols: Uint8Array): Huffman {
  const [first, count, start]: [number[], number[], number[]] = [[0], [0], [0]];
  let [code, at] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    first.push(code);
    count.push(counts[length - 1]!);
    start.push(at);
    code = (code + counts[length - 1]!) << 1;
    at += counts[length - 1]!;
  }
  return { first, count, start, symbols };
}

const [SOF0, SOF1, SOF2, DHT, DQT, DRI, SOS] = [0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd, 0xda] as const;
const isOtherFrame = (mark: number): boolean => mark >= 0xc3 && mark <= 0xcf && mark !== DHT && mark !== 0xc8 && mark !== 0xcc;

function jpegMeans(bytes: Buffer): Means | null {
  const quanta = new Map<number, number>();
  const [dc, ac] = [new Map<number, Huffman>(), new Map<number, Huffman>()];
  let frame: Frame | null = null;
  let restart = 0;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const mark = bytes[at + 1]!;
    if (mark === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return null;
    const part = bytes.subarray(at + 4, end);
    if (mark === DQT)
      for (let i = 0; i < part.length; ) {
        const wide = part[i]! >> 4;
        if (i + 1 + (wide ? 128 : 64) > part.length) return null;
        quanta.set(part[i]! & 15, wide ? part.readUInt16BE(i + 1) : part[i + 1]!);
        i += 1 + (wide ? 128 : 64);
      }
    else if (mark === DHT)
      for (let i = 0; i + 17 <= part.length; ) {
        const counts = part.subarray(i + 1, i + 17);
        const size = counts.reduce((sum, n) => sum + n, 0);
        (part[i]! >> 4 === 0 ? dc : ac).set(part[i]! & 15, huffmanOf(counts, part.subarray(i + 17, i + 17 + size)));
        i += 17 + size;
      }
    else if (mark === DRI && part.length >= 2) restart = part.readUInt16BE(0);
    else if (mark === SOF0 || mark === SOF1 || mark === SOF2) frame = frameOf(part, { progressive: mark === SOF2, quanta });
    else if (isOtherFrame(mark)) return null;
    else if (mark === SOS) return frame && scanMeans(bytes.subarray(end), part, { frame, dc, ac, restart });
    at = end;
  }
  return null;
}

function frameOf(part: Buffer, of: { progressive: boolean; quanta: ReadonlyMap<number, number> }): Frame | null {
  if (part.length < 6 || part[0] !== 8 || part.length < 6 + part[5]! * 3) return null;
  const [height, width] = [part.readUInt16BE(1), part.readUInt16BE(3)];
  if (width === 0 || height === 0 || width * height > MOST_POINTS) return null;
  const components = Array.from({ length: part[5]! }, (_, i) => {
    const [id, hv, q] = [part[6 + i * 3]!, part[7 + i * 3]!, part[8 + i * 3]!];
    return { id, h: hv >> 4, v: hv & 15, quantum: of.quanta.get(q) ?? 1 };
  });
  const fits = components.every(({ h, v }) => h >= 1 && h <= 4 && v >= 1 && v <= 4);
  return components.length > 0 && fits ? { width, height, progressive: of.progressive, components } : null;
}

/** Bits of a scan; the stuffed zero after 0xff is left out, a mark ends it. */
class Bits {
  readonly #data: Buffer;
  #at = 0;
  #held = 0;
  #left = 0;
  /** Asked for more than there is: what was read is worth nothing. */
  ended = false;

  constructor(data: Buffer) {
    this.#data = data;
  }
  bit(): number {
    if (this.#left === 0) {
      const byte = this.#data[this.#at];
      if (byte === undefined || (byte === 0xff && this.#data[this.#at + 1] !== 0)) {
        this.ended = true;
        return 0;
      }
      this.#at += byte === 0xff ? 2 : 1;
      this.#held = byte;
      this.#left = 8;
    }
    this.#left--;
    return (this.#held >> this.#left) & 1;
  }
  take(n: number): number {
    let value = 0;
    for (let i = 0; i < n; i++) value = (value << 1) | this.bit();
    return value;
  }
  symbol(of: Huffman): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      const offset = code - of.first[length]!;
      if (offset < of.count[length]!) return of.symbols[of.start[length]! + offset]!;
    }
    this.ended = true;
    return 0;
  }
  /** To the next restart mark and past it. */
  restart(): void {
    this.#left = 0;
    while (this.#at + 1 < this.#data.length) {
      const mark = this.#data[this.#at + 1]!;
      if (this.#data[this.#at] === 0xff && mark >= 0xd0 && mark <= 0xd7) {
        this.#at += 2;
        return;
      }
      this.#at++;
    }
    this.ended = true;
  }
}

function scanMeans(
  data: Buffer,
  head: Buffer,
  of: { frame: Frame; dc: ReadonlyMap<number, Huffman>; ac: ReadonlyMap<number, Huffman>; restart: number },
): Means | null {
  const { frame } = of;
  const n = head[0] ?? 0;
  if (head.length < 1 + n * 2 + 3) return null;
  // 渐进式的第一遍只有均值；基线的每一块后面还有别的系数，读过去
  const [from, to, high] = [head[1 + n * 2]!, head[2 + n * 2]!, head[3 + n * 2]! >> 4];
  if (from !== 0 || high !== 0 || (frame.progressive && to !== 0)) return null;
  const parts = Array.from({ length: n }, (_, i) => {
    const component = frame.components.find(({ id }) => id === head[1 + i * 2]);
    const dc = of.dc.get(head[2 + i * 2]! >> 4);
    const ac = frame.progressive ? undefined : of.ac.get(head[2 + i * 2]! & 15);
    return component && dc && (frame.progressive || ac) ? { component, dc, ac, last: 0 } : null;
  });
  const [light] = parts;
  if (!light || light.component !== frame.components[0] || parts.some((part) => part === null)) return null;
  const [mostH, mostV] = [Math.max(...frame.components.map(({ h }) => h)), Math.max(...frame.components.map(({ v }) => v))];
  // 只有一个分量的一遍不按宏块排
  const alone = n === 1;
  const [h, v] = alone ? [1, 1] : [light.component.h, light.component.v];
  const span = (points: number, most: number, own: number) =>
    alone ? Math.ceil(Math.ceil((points * own) / most) / BLOCK) : Math.ceil(points / (BLOCK * most));
  const [across, down] = [span(frame.width, mostH, light.component.h), span(frame.height, mostV, light.component.v)];
  const width = across * h;
  const at = new Float64Array(width * down * v);
  const bits = new Bits(data);
  for (let unit = 0; unit < across * down; unit++) {
    if (of.restart > 0 && unit > 0 && unit % of.restart === 0) {
      bits.restart();
      for (const part of parts) part!.last = 0;
    }
    const [x, y] = [unit % across, Math.floor(unit / across)];
    for (const part of parts) {
      const { component, dc, ac } = part!;
      const [columns, rows] = alone ? [1, 1] : [component.h, component.v];
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const size = bits.symbol(dc);
          if (size > 0) {
            const value = bits.take(size);
            part!.last += value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
          }
          if (part === light) at[(y * v + row) * width + x * h + column] = (part!.last * component.quantum) / BLOCK;
          if (ac)
            for (let k = 1; k < BLOCK * BLOCK; k++) {
              const symbol = bits.symbol(ac);
              if ((symbol & 15) === 0 && symbol >> 4 < 15) break;
              k += symbol >> 4;
              bits.take(symbol & 15);
            }
        }
    }
    if (bits.ended) return null;
  }
  return { width, height: down * v, at };
}

// ---- PNG: 8 bits, not interlaced

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

function pngMeans(bytes: Buffer): Means | null {
  if (bytes.length < 33) return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const channels = CHANNELS[bytes[25]!];
  if (bytes[24] !== 8 || bytes[28] !== 0 || !channels || width * height > MOST_POINTS / 4) return null;
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflated(Buffer.concat(data), (width * channels + 1) * height);
  if (!raw) return null;
  const line = width * channels;
  const [across, down] = [Math.floor(width / BLOCK), Math.floor(height / BLOCK)];
  const at = new Float64Array(across * down);
  let above = new Uint8Array(line);
  for (let y = 0; y < down * BLOCK; y++) {
    const row = unfiltered(raw.subarray(y * (line + 1), (y + 1) * (line + 1)), above, channels);
    for (let x = 0; x < across * BLOCK; x++) {
      const i = x * channels;
      const grey = channels < 3 ? row[i]! : (row[i]! * 299 + row[i + 1]! * 587 + row[i + 2]! * 114) / 1000;
      at[Math.floor(y / BLOCK) * across + Math.floor(x / BLOCK)]! += grey / (BLOCK * BLOCK);
    }
    above = row;
  }
  return { width: across, height: down, at };
}

/** Null where it is cut off or is not what it says. */
function inflated(data: Buffer, size: number): Buffer | null {
  try {
    const raw = inflateSync(data, { maxOutputLength: size });
    return raw.length === size ? raw : null;
  } catch {
    return null;
  }
}

function unfiltered(line: Uint8Array, above: Uint8Array, channels: number): Uint8Array<ArrayBuffer> {
  const row = new Uint8Array(line.length - 1);
  for (let i = 0; i < row.length; i++) {
    const [left, up, corner] = [i < channels ? 0 : row[i - channels]!, above[i]!, i < channels ? 0 : above[i - channels]!];
    row[i] = line[i + 1]! + predicted(line[0]!, { left, up, corner });
  }
  return row;
}
function predicted(filter: number, { left, up, corner }: { left: number; up: number; corner: number }): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
