/** Names as they are searched for: full pinyin and initials, and what a typed text asks of the search table. */
import { pinyin } from 'pinyin-pro';

export interface NameKeys {
  /** oyangxiaohua: no tones, no blanks, ü as v. */
  namePinyin: string;
  /** oyxh */
  nameInitials: string;
}

/** The surname is read as a surname: 单 shàn, 曾 zēng. A character without a known reading stays as it is. */
export function nameKeysOf(name: string): NameKeys {
  const syllables = pinyin(name, { toneType: 'none', surname: 'head', type: 'array', v: true })
    .map((syllable) => syllable.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((syllable) => syllable !== '');
  return { namePinyin: syllables.join('') || name, nameInitials: syllables.map((syllable) => [...syllable][0]).join('') || name };
}

/** The prefix to look for: characters as typed, pinyin and initials in small letters without blanks. Empty when there is nothing to find. */
export function searchKeyOf(text: string): string {
  const trimmed = text.normalize('NFC').trim();
  return /^[a-zü\s'’]+$/i.test(trimmed)
    ? trimmed
        .toLowerCase()
        .replaceAll('ü', 'v')
        .replace(/[\s'’]/g, '')
    : trimmed.replace(/\s/g, '');
}
