/** The character sets of bank files. Node decodes GBK; what it decodes, turned round, is the table to write it by. */
import type { Charset } from './template.ts';

const UTF8_DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const GBK_DECODER = new TextDecoder('gbk', { fatal: true });

const decodeWith = (decoder: InstanceType<typeof TextDecoder>, bytes: Buffer): string | null => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

export const utf8: Charset = {
  name: 'utf-8',
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => decodeWith(UTF8_DECODER, bytes),
  // Halves of a pair have no bytes in any set.
  missing: (text) => [...text].filter((character) => /^\p{Cs}$/u.test(character)),
};

/** What begins with 0xFE (䶮 and others) came later than GBK: a bank's older table reads nothing there. */
const FIRST = { from: 0x81, to: 0xfd };
const SECOND = { from: 0x40, to: 0xfe, gap: 0x7f };
/** Positions that the set leaves to its users: they mean another character on every machine. */
const PRIVATE = /^\p{Co}$/u;

let table: Map<string, number> | null = null;
/** Character to its two bytes, made at the first use: 24,000 pairs. */
function gbkTable(): Map<string, number> {
  if (table) return table;
  table = new Map();
  for (let first = FIRST.from; first <= FIRST.to; first++)
    for (let second = SECOND.from; second <= SECOND.to; second++) {
      if (second === SECOND.gap) continue;
      const character = decodeWith(GBK_DECODER, Buffer.from([first, second]));
      if (character === null || [...character].length !== 1 || PRIVATE.test(character) || table.has(character)) continue;
      table.set(character, (first << 8) | second);
    }
  return table;
}

const ASCII = /^\p{ASCII}*$/u;
const isAscii = (character: string): boolean => character.length === 1 && character.charCodeAt(0) < 0x80;

export const gbk: Charset = {
  name: 'gbk',
  encode(text) {
    if (ASCII.test(text)) return Buffer.from(text, 'latin1');
    const bytes: number[] = [];
    const pairs = gbkTable();
    for (const character of text) {
      if (isAscii(character)) {
        bytes.push(character.charCodeAt(0));
        continue;
      }
      const pair = pairs.get(character);
      if (pair === undefined) throw new Error('a character that GBK cannot write was not refused before');
      bytes.push(pair >> 8, pair & 0xff);
    }
    return Buffer.from(bytes);
  },
  decode: (bytes) => decodeWith(GBK_DECODER, bytes),
  missing: (text) => [...new Set([...text].filter((character) => !isAscii(character) && !gbkTable().has(character)))],
};
