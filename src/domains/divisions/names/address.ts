/** 标准地址 (divisions.md 5.5; GB/T 23705, GB/T 39609 as guidance): kept in parts, printed by one template, compared by a key. Pure. */
export interface AddressParts {
  /** 湾、塆、自然村 */
  readonly hamlet: string;
  /** 街路巷 */
  readonly street: string;
  /** 门牌号, as text: 特1, 甲2, 384-1. */
  readonly number: string;
  /** 村民小组 */
  readonly group: string;
  /** 小区、建筑 */
  readonly compound: string;
  readonly building: string;
  readonly unit: string;
  readonly room: string;
}

const DIGITS = '零一二三四五六七八九';

/** 十二 → 12, 二十 → 20, 三〇五 → 305; up to 9,999. Null: no Chinese number. */
function numberOf(text: string): number | null {
  const plain = text.replaceAll('〇', '零').replaceAll('两', '二');
  if ([...plain].every((c) => DIGITS.includes(c))) return Number([...plain].map((c) => DIGITS.indexOf(c)).join(''));
  let sum = 0;
  let digit: number | null = null;
  for (const character of plain) {
    const scale = { 十: 10, 百: 100, 千: 1000 }[character];
    if (scale) {
      sum += (digit ?? 1) * scale;
      digit = null;
    } else if (DIGITS.includes(character)) digit = DIGITS.indexOf(character);
    else return null;
  }
  return sum + (digit ?? 0);
}

const NUMBERED = /([零〇一二三四五六七八九十百千两]+)(?=[组号栋幢单室]|单元)/g;

/** As people write it, brought to one form: NFKC, no blanks, 十二组 as 12组, 街道办事处 as 街道. */
export const levelled = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replaceAll('街道办事处', '街道')
    .replace(NUMBERED, (number) => String(numberOf(number) ?? number));

/** With the word behind it, once: 12 and 12号 are the same number. */
const withWord = (text: string, word: string): string => {
  const given = levelled(text.trim() && !text.trim().endsWith(word) ? `${text.trim()}${word}` : text);
  return given;
};

/** The parts as they stand on a plate, in their order: 书香路12号桂香花园3栋2单元501室. */
export const partsText = (parts: AddressParts): string =>
  [
    levelled(parts.street),
    levelled(parts.hamlet),
    withWord(parts.group, '组'),
    withWord(parts.number, '号'),
    levelled(parts.compound),
    withWord(parts.building, '栋').replace(/幢栋$/, '幢'),
    withWord(parts.unit, '单元'),
    withWord(parts.room, '室'),
  ].join('');

/** 湖北省咸宁市咸安区浮山街道双泉社区书香路12号. `full`: the divisions from the province down to the village. */
export const printAddress = (full: string, parts: AddressParts): string => `${full}${partsText(parts)}`;

/** Two addresses of one village are the same where their keys are. */
export const addressKey = (parts: AddressParts): string => partsText(parts).toLowerCase();
