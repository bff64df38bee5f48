/**
 * What a photograph says beside the picture: where it was taken, when, with whose phone. Of what comes in from the street none of it is kept; only which way
 * up it is to be held, without which it lies on its side. Pure.
 */

/** Of a picture that is cut off or is none, as far as its marks can be followed: the rest is not a picture, and is left out. */
export function withoutMetadata(bytes: Buffer, mediaType: string): Buffer {
  if (mediaType === 'image/jpeg') return jpeg(bytes);
  if (mediaType === 'image/png') return png(bytes);
  if (mediaType === 'image/webp') return webp(bytes);
  throw new RangeError(`no picture: ${mediaType}`);
}

/** Width times height as the head of a photograph says, before anything is unpacked; null: not told, or no JPEG or PNG of 8 bits. */
export function pointsOf(bytes: Buffer, mediaType: string): number | null {
  if (mediaType === 'image/png')
    return bytes.length > 24 && bytes[24]! <= 8 ? bytes.readUInt32BE(16) * bytes.readUInt32BE(20) : null;
  if (mediaType !== 'image/jpeg') return null;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const mark = bytes[at + 1]!;
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    if (mark === START_OF_SCAN) return null;
    if (isFrame(mark)) return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

const START_OF_SCAN = 0xda;
/** Among the marks of frames are three of tables (ITU T.81, table B.1). */
const isFrame = (mark: number): boolean => mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc;
const EXIF = 0xe1;
const COMMENT = 0xfe;
/** JFIF, the colour profile and Adobe's colours belong to the picture. */
const KEPT_APPLICATION = new Set([0xe0, 0xe2, 0xee]);
const isApplication = (mark: number): boolean => mark >= 0xe0 && mark <= 0xef;

function jpeg(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let held = 1;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const mark = bytes[at + 1]!;
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (mark === START_OF_SCAN) {
      kept.push(bytes.subarray(at, endOfPicture(bytes, end)));
      break;
    }
    if (mark === EXIF) held = orientation(bytes.subarray(at + 4, end)) ?? held;
    if (mark !== COMMENT && (!isApplication(mark) || KEPT_APPLICATION.has(mark))) kept.push(bytes.subarray(at, end));
    at = end;
  }
  if (held > 1) kept.splice(1, 0, orientationOnly(held));
  return Buffer.concat(kept);
}

/** After the end mark some phones hang a second file, a film with its place and time; scans of one picture may follow one another. */
function endOfPicture(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(Buffer.from([0xff, 0xd9]), from);
  return end < 0 ? bytes.length : end + 2;
}

/** The tag 0x0112 of the first directory; null where it is not told. */
function orientation(exif: Buffer): number | null {
  if (exif.toString('latin1', 0, 6) !== 'Exif\0\0' || exif.length < 16) return null;
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return null;
  const count = short(first);
  for (let i = 0; i < count; i++) {
    const entry = first + 2 + i * 12;
    if (entry + 12 > tiff.length) return null;
    if (short(entry) !== 0x0112) continue;
    const value = short(entry + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** An Exif part with one entry. */
function orientationOnly(value: number): Buffer {
  const part = Buffer.alloc(36);
  part.writeUInt16BE(0xff00 | EXIF, 0);
  part.writeUInt16BE(34, 2);
  part.write('Exif\0\0MM\0*', 4, 'latin1');
  part.writeUInt32BE(8, 14);
  part.writeUInt16BE(1, 18);
  part.writeUInt16BE(0x0112, 20);
  part.writeUInt16BE(3, 22);
  part.writeUInt32BE(1, 24);
  part.writeUInt16BE(value, 28);
  return part;
}

const PNG_TELLING = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

function png(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (!PNG_TELLING.has(kind)) kept.push(bytes.subarray(at, end));
    if (kind === 'IEND') break;
    at = end;
  }
  return Buffer.concat(kept);
}

const WEBP_TELLING = new Set(['EXIF', 'XMP ']);
/** Bits of the extended header that announce them. */
const WEBP_ANNOUNCED = 0b0000_1100;

function webp(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    const kind = bytes.toString('latin1', at, at + 4);
    if (!WEBP_TELLING.has(kind)) {
      const chunk = Buffer.from(bytes.subarray(at, end));
      if (kind === 'VP8X' && chunk.length > 8) chunk[8]! &= ~WEBP_ANNOUNCED;
      kept.push(chunk);
    }
    at = end;
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}
