/** Photographs of the demonstration: a wall, a floor and what was put there, drawn; no two are alike. */
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number];
const WIDE = 320;
const HIGH = 240;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function png(at: (x: number, y: number) => Colour, comment: string): Buffer {
  const rows = Buffer.alloc(HIGH * (1 + WIDE * 3));
  for (let y = 0; y < HIGH; y++) for (let x = 0; x < WIDE; x++) rows.set(at(x, y), y * (1 + WIDE * 3) + 1 + x * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDE, 0);
  head.writeUInt32BE(HIGH, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${comment}`, 'latin1')),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The corner of a room; afterwards with a rail along the wall. The number moves door and tint, and is written into the file. */
export function roomPicture(number: number, when: 'before' | 'after'): Buffer {
  const door = 30 + ((number * 37) % 150);
  const tint = (number * 11) % 40;
  return png((x, y) => {
    if (when === 'after' && y > 118 && y < 126 && x > door + 70 && x < door + 140) return [120, 126, 132];
    if (when === 'after' && y >= 126 && y < 140 && (Math.abs(x - door - 80) < 3 || Math.abs(x - door - 130) < 3))
      return [96, 102, 108];
    if (x > door && x < door + 55 && y > 60 && y < 180) return [150 - tint, 116, 82];
    if (y >= 180) return when === 'after' ? [170, 176 - tint / 2, 168] : [(x >> 4) % 2 === (y >> 4) % 2 ? 206 : 190, 190, 178];
    return [232, 228 - tint / 2, 214 - tint / 4];
  }, `${number} ${when}`);
}
