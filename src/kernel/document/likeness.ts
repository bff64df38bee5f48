/**
 * 照片像不像: a fingerprint of 64 bits by which a picture that was saved again, made smaller or lighter is known, where its bytes are others. Each bit says whether one of
 * 9 × 8 fields is lighter than its neighbour (difference hash). A likeness raises a doubt and proves nothing.
 */
import { ResizeFilterType, ResizeFit, Transformer } from '@napi-rs/image';
import { pointsOf } from './metadata.ts';

const [FIELDS_X, FIELDS_Y] = [9, 8];
/** Of 256: a wall, the dark, a finger on the lens are like any other. */
const LEAST_CONTRAST = 16;
/** Phones send photographs made smaller; whoever sends a giant, or a few bytes that swell to one, gets no fingerprint. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_POINTS = 16_000_000;

/** The fields from left to right and top to bottom, 0 black to 255 white; null: no picture. Read beside the main thread. */
async function fieldsOf(bytes: Buffer): Promise<Uint8Array | null> {
  const small = new Transformer(bytes).rotate().grayscale().resize(FIELDS_X, FIELDS_Y, ResizeFilterType.Triangle, ResizeFit.Fill);
  try {
    const raw = await small.rawPixels();
    // Where the picture has transparency, each field has a second byte for it.
    const step = raw.length / (FIELDS_X * FIELDS_Y);
    return raw.filter((_, i) => i % step === 0);
  } catch {
    // Cut off or broken: the upload keeps what came, it only cannot be compared.
    return null;
  }
}

/** 64 times 0 or 1; null: no photograph that could be told from others (too small, too large, too even, broken, of another kind). */
export async function likenessOf(bytes: Buffer, mediaType: string): Promise<string | null> {
  const points = bytes.length > MOST_BYTES ? null : pointsOf(bytes, mediaType);
  if (points === null || points > MOST_POINTS || points < 16 * FIELDS_X * FIELDS_Y) return null;
  const fields = await fieldsOf(bytes);
  if (!fields || Math.max(...fields) - Math.min(...fields) < LEAST_CONTRAST) return null;
  let bits = '';
  for (let y = 0; y < FIELDS_Y; y++)
    for (let x = 0; x + 1 < FIELDS_X; x++) bits += fields[y * FIELDS_X + x]! < fields[y * FIELDS_X + x + 1]! ? '1' : '0';
  return bits;
}
