/** What must not stand in a text that everybody reads: identity numbers, mobile numbers, accounts. Found by their shape, however they are spaced. */

export const spottable = { id: '身份证号码', card: '银行卡号', mobile: '手机号码' } as const;
export type Spottable = keyof typeof spottable;

export interface Spotted {
  readonly kind: Spottable;
  /** Enough to find it in the text, not enough to spread it: first and last digits. */
  readonly shown: string;
}

/** Digits with single spaces or dashes between them, as people write long numbers. */
const RUNS = /\d(?:[ -]?[\dX])*/giu;
const BORN = /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/;

const isLuhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0) %
    10 ===
  0;

/** One with a slip in its check digit is somebody's number all the same, so of an identity number only place and birth date are looked at. */
function kindOf(digits: string): Spottable | null {
  if (BORN.test(digits)) return 'id';
  if (/^\d{16,19}$/.test(digits) && isLuhn(digits)) return 'card';
  return /^(?:86)?1[3-9]\d{9}$/.test(digits) ? 'mobile' : null;
}

const shortened = (digits: string): string => `${digits.slice(0, 3)}…${digits.slice(-2)}`;

/** Pure: every such number of a text, in its order. */
export function spotNumbers(text: string): Spotted[] {
  return [...text.normalize('NFKC').matchAll(RUNS)].flatMap(([run]) => {
    const digits = run.replace(/[ -]/g, '').toUpperCase();
    const kind = kindOf(digits);
    return kind ? [{ kind, shown: shortened(digits) }] : [];
  });
}

/** As an officer reads it: 身份证号码（421…12）、手机号码（138…78） */
export const spottedWords = (found: readonly Spotted[]): string =>
  found.map(({ kind, shown }) => `${spottable[kind]}（${shown}）`).join('、');

/** Illness, injury and what somebody cannot do: of a person on a public list nobody is told of them. */
const HEALTH =
  /[\u4e00-\u9fff]{0,3}(?:癌|瘤|瘫|病|炎|症|卒中|脑梗|心梗|骨折|痴呆|失能|失智|残疾|抑郁|卧床|压疮|褥疮|失禁|昏迷|透析|化疗|手术|住院|诊断|能力[0-4零一二三四]级)/gu;

/** Pure: every such word of a text, with the letters before it, in its order. */
export const spotHealth = (text: string): string[] => [...new Set(text.match(HEALTH) ?? [])];
