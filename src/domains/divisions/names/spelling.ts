/** 罗马字母拼写: 汉语拼音方案 for place names, the specific and the generic part each a word with a capital; and the keys by which a name is found. */
import { pinyin } from 'pinyin-pro';

export interface Spelling {
  /** With tones: Cháng'ān Dàdào. */
  readonly reading: string;
  /** As it stands on signs: Chang'an Dadao. */
  readonly spelling: string;
  /** chang an da dao: equal where two names sound the same but for their tones. */
  readonly sounds: string;
}

const TONES = /[\u0300\u0301\u0304\u030c]/g;
/** ü keeps its dots. */
export const withoutTones = (reading: string): string => reading.normalize('NFD').replace(TONES, '').normalize('NFC');

/** An apostrophe parts a syllable that begins with a vowel from the one before it. */
const wordOf = (syllables: readonly string[]): string => {
  const word = syllables
    .map((syllable, i) => (i > 0 && /^[aoe]/.test(withoutTones(syllable)) ? `'${syllable}` : syllable))
    .join('');
  return word.slice(0, 1).toUpperCase() + word.slice(1);
};

/** Both parts are read together: 长 of 长安大道 by its word. */
export function spell(specific: string, generic: string): Spelling {
  const syllables = pinyin(specific + generic, { type: 'array', toneType: 'symbol' }).map((s) => s.toLowerCase());
  return spelt(specific, syllables);
}

function spelt(specific: string, syllables: readonly string[]): Spelling {
  const at = [...specific].length;
  const reading = [wordOf(syllables.slice(0, at)), wordOf(syllables.slice(at))].filter(Boolean).join(' ');
  return { reading, spelling: withoutTones(reading), sounds: soundsOf(syllables) };
}

/** By what somebody says is right: one syllable for each character, parted by blanks; null where they do not match. */
export function spellBy(specific: string, generic: string, text: string): Spelling | null {
  const syllables = text.toLowerCase().normalize('NFC').split(/\s+/).filter(Boolean);
  if (syllables.length !== [...(specific + generic)].length || !syllables.every((s) => /^[a-zü]{1,6}$/.test(withoutTones(s))))
    return null;
  return spelt(specific, syllables);
}

const soundsOf = (syllables: readonly string[]): string =>
  syllables.map((syllable) => withoutTones(syllable).replaceAll('ü', 'v')).join(' ');

/** What a name is found by: its characters from any of them on, its syllables likewise, the initials of the whole. */
export function keysOf(name: string, sounds: string): string[] {
  const characters = [...name];
  const syllables = sounds.split(' ');
  return [
    ...new Set([
      ...characters.map((_, i) => characters.slice(i).join('')),
      ...syllables.map((_, i) => syllables.slice(i).join('')),
      syllables.map((syllable) => syllable[0] ?? '').join(''),
    ]),
  ].filter(Boolean);
}
