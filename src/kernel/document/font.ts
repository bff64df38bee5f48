/** The one typeface of printed papers: Noto Sans SC Regular (OFL beside it). Which characters it has, and a copy with only those of a text. */
import fs from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';

const FILE = path.join(import.meta.dirname, 'fonts/NotoSansSC_400Regular.ttf');

let font: Buffer | undefined;
const loadFont = (): Buffer => (font ??= fs.readFileSync(FILE));

let covered: ((codePoint: number) => boolean) | undefined;

/** Reads the font's character map (OpenType `cmap`, format 12: code points to glyphs in groups). */
function readCoverage(data: Buffer): (codePoint: number) => boolean {
  const tables = data.readUInt16BE(4);
  const at = (tag: string): number => {
    for (let i = 0; i < tables; i++) {
      const entry = 12 + i * 16;
      if (data.toString('latin1', entry, entry + 4) === tag) return data.readUInt32BE(entry + 8);
    }
    throw new Error(`the font has no table ${tag}`);
  };
  const cmap = at('cmap');
  const subtables = Array.from({ length: data.readUInt16BE(cmap + 2) }, (_, i) => cmap + data.readUInt32BE(cmap + 4 + i * 8 + 4));
  const full = subtables.find((offset) => data.readUInt16BE(offset) === 12);
  if (full === undefined) throw new Error('the font has no full character map');
  const groups = Array.from({ length: data.readUInt32BE(full + 12) }, (_, i) => {
    const group = full + 16 + i * 12;
    return { from: data.readUInt32BE(group), to: data.readUInt32BE(group + 4), glyph: data.readUInt32BE(group + 8) };
  });
  return (codePoint) => {
    let [low, high] = [0, groups.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const group = groups[middle]!;
      if (codePoint < group.from) high = middle - 1;
      else if (codePoint > group.to) low = middle + 1;
      else return group.glyph + codePoint - group.from > 0;
    }
    return false;
  };
}

/** The characters of a text that cannot be printed, each once. Line breaks are no characters. */
export function missingGlyphs(text: string): string[] {
  covered ??= readCoverage(loadFont());
  return [...new Set(text)].filter((c) => c !== '\n' && !covered!(c.codePointAt(0)!));
}

/** The whole font would cost a third of a second a page and 10 MB a file. */
export const fontFor = (text: string): Promise<Buffer> => subsetFont(loadFont(), text, { targetFormat: 'truetype' });
