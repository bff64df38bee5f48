import { expect, test } from 'vitest';
import { withoutMetadata } from './metadata.ts';

const part = (mark: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, mark, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
/** One entry, in the order of bytes of most phones. */
const exif = (orientation: number): Buffer => {
  const body = Buffer.alloc(32);
  body.write('Exif\0\0II*\0', 0, 'latin1');
  body.writeUInt32LE(8, 10);
  body.writeUInt16LE(1, 14);
  body.writeUInt16LE(0x0112, 16);
  body.writeUInt16LE(3, 18);
  body.writeUInt32LE(1, 20);
  body.writeUInt16LE(orientation, 24);
  return Buffer.concat([body, Buffer.from('GPS 29.85,114.32')]);
};
const start = Buffer.from([0xff, 0xd8]);
const scan = Buffer.concat([part(0xda, Buffer.from([1, 2, 3])), Buffer.from([9, 8, 7, 0xff, 0xd9])]);
const jfif = part(0xe0, Buffer.from('JFIF\0'));

test('JPEG：位置、时间、机型、备注、尾巴上的短片都去掉，画面和哪边朝上留着', () => {
  const film = Buffer.from('ftypqt GPS 29.85,114.32');
  const photo = Buffer.concat([start, jfif, part(0xe1, exif(6)), part(0xfe, Buffer.from('张三的手机')), scan, film]);
  const stripped = withoutMetadata(photo, 'image/jpeg');
  expect(stripped.includes('GPS')).toBe(false);
  expect(stripped.includes('张三')).toBe(false);
  expect(stripped.subarray(-scan.length).equals(scan)).toBe(true);
  expect(stripped.includes('JFIF')).toBe(true);
  // 再过一遍不变：只留了朝向
  expect(withoutMetadata(stripped, 'image/jpeg').equals(stripped)).toBe(true);
  expect(stripped[2 + 28]).toBe(0);
  expect(stripped[2 + 29]).toBe(6);
});

test('本来就正着的，一个字节的元数据也不留；没有元数据的原样', () => {
  const plain = Buffer.concat([start, jfif, scan]);
  expect(withoutMetadata(Buffer.concat([start, jfif, part(0xe1, exif(1)), scan]), 'image/jpeg').equals(plain)).toBe(true);
  expect(withoutMetadata(plain, 'image/jpeg').equals(plain)).toBe(true);
});

test('PNG、WebP：文字、时间、EXIF去掉', () => {
  const chunk = (kind: string, body: string): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(Buffer.byteLength(body), 0);
    head.write(kind, 4, 'latin1');
    return Buffer.concat([head, Buffer.from(body), Buffer.alloc(4)]);
  };
  const png = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', 'head'),
    chunk('eXIf', 'GPS'),
    chunk('tEXt', 'Author张三'),
    chunk('IDAT', 'picture'),
    chunk('IEND', ''),
    Buffer.from('GPS'),
  ]);
  const stripped = withoutMetadata(png, 'image/png');
  expect(stripped.includes('GPS')).toBe(false);
  expect(stripped.includes('张三')).toBe(false);
  expect(stripped.includes('picture')).toBe(true);

  const riff = (kind: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(kind, 0, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const body = Buffer.concat([
    riff('VP8X', Buffer.from([0b1100, 0, 0, 0, 1, 0, 0, 1, 0, 0])),
    riff('VP8 ', Buffer.from('picture')),
    riff('EXIF', Buffer.from('GPS')),
    riff('XMP ', Buffer.from('GPS')),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0WEBP');
  head.writeUInt32LE(body.length + 4, 4);
  const clean = withoutMetadata(Buffer.concat([head, body]), 'image/webp');
  expect(clean.includes('GPS')).toBe(false);
  expect(clean.includes('picture')).toBe(true);
  expect(clean[20]).toBe(0);
  expect(clean.readUInt32LE(4)).toBe(clean.length - 8);
});

test('断在半路、乱写长度的：不出错，不死循环', () => {
  const broken = Buffer.concat([start, Buffer.from([0xff, 0xe1, 0xff, 0xff, 1, 2])]);
  expect(withoutMetadata(broken, 'image/jpeg').length).toBeLessThanOrEqual(broken.length);
  expect(() =>
    withoutMetadata(Buffer.concat([start, Buffer.from([0xff, 0xe1, 0, 0, 0xff, 0xe1, 0, 0])]), 'image/jpeg'),
  ).not.toThrow();
  expect(() => withoutMetadata(Buffer.from('\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDATxxxx', 'latin1'), 'image/png')).not.toThrow();
});
