/**
 * 指标: a figure is numerator over denominator, counted from the records of the work, and it opens the records that it counts. Rates are compared as
 * whole numbers and rounded only to be shown (platform 5.9). Pure.
 */
import { yuan } from '../policy/index.ts';
import type { DivisionCode, Fen } from '../schema/index.ts';

/** In the source of an indicator: the plan of the city, whose title its pack says. */
export const CITY_PLAN = '{plan}';

export const periods = { now: '当前', month: '当月', quarter: '本季度', year: '本年' } as const;
export type Period = keyof typeof periods;

/**
 * A share: of the records (rate), of places and other units that are shown as so many of so many (units), of an amount in fen (money).
 * No share: fen per head (average), so many times for each thing (times), so many for a thousand or a hundred (perThousand, perHundred), so much more each year (growth), so many in
 * all (count), fen paid in so many times (sum).
 */
export type IndicatorKind =
  | 'rate'
  | 'units'
  | 'money'
  | 'average'
  | 'times'
  | 'perThousand'
  | 'perHundred'
  | 'growth'
  | 'count'
  | 'sum';
export const isShare = (kind: IndicatorKind): boolean => kind === 'rate' || kind === 'units' || kind === 'money';

/** Whole numbers; `den` 0: nothing to count. */
export interface Fraction {
  readonly num: number;
  readonly den: number;
}

export type Verdict = 'reached' | 'near' | 'missed' | 'none';
export const verdictNames: Readonly<Record<Verdict, string>> = {
  reached: '达到目标',
  near: '接近，未达标',
  missed: '未达标',
  none: '',
};

/** A target as written in a parameter (0.6, 1, 0.995; 55 percent) as a fraction. */
export function targetOf(text: string, unit = 'ratio'): Fraction {
  const [whole = '0', decimals = ''] = text.split('.');
  const den = 10 ** decimals.length * (unit === 'percent' ? 100 : 1);
  return { num: Number(whole + decimals), den };
}

/** Which way is better; where nothing is said, more is. */
export type Better = 'higher' | 'lower';

const product = (a: number, b: number): bigint => BigInt(a) * BigInt(b);
const reaches = (value: Fraction, target: Fraction, better: Better): boolean => {
  const [mine, asked] = [product(value.num, target.den), product(target.num, value.den)];
  return better === 'lower' ? mine <= asked : mine >= asked;
};

/** Tenths of a percent: rounded half up, cut, or up to the next one. */
const tenths = ({ num, den }: Fraction, how: 'half' | 'cut' | 'up'): bigint => {
  const [n, d] = [BigInt(num) * 1000n, BigInt(den)];
  return how === 'cut' ? n / d : how === 'up' ? (n + d - 1n) / d : (2n * n + d) / (2n * d);
};

const tenthsText = (value: bigint): string => `${value / 10n}.${value % 10n}`;

export interface Shown {
  /** Percent with one decimal; null where there is nothing to count. */
  readonly percent: string | null;
  readonly verdict: Verdict;
}

/**
 * 59.97% of 60% shows 59.9%, 接近，未达标: where rounding would make a missed target look met, the digit is cut instead. Where lower is better, 5.04% of at
 * most 5% shows 5.1% for the same reason.
 */
export function shown(value: Fraction, target: Fraction | null, better: Better = 'higher'): Shown {
  // 退回的多于用掉的，分母是负的：没有占比可说
  if (value.den <= 0) return { percent: null, verdict: 'none' };
  const rounded = tenths(value, 'half');
  if (!target) {
    // 100% 要真的是全部，越低越好的0%要真的没有。
    if (better === 'lower' && rounded === 0n && value.num > 0) return { percent: tenthsText(1n), verdict: 'none' };
    return { percent: tenthsText(rounded === 1000n && value.num < value.den ? 999n : rounded), verdict: 'none' };
  }
  if (reaches(value, target, better)) return { percent: tenthsText(rounded), verdict: 'reached' };
  const goal = tenths(target, 'half');
  const looksMet = better === 'lower' ? rounded <= goal : rounded >= goal;
  return looksMet
    ? { percent: tenthsText(tenths(value, better === 'lower' ? 'up' : 'cut')), verdict: 'near' }
    : { percent: tenthsText(rounded), verdict: 'missed' };
}

/** Per head, half up to the fen; null where there is nobody. */
export const averageOf = ({ num, den }: Fraction): Fen | null =>
  den === 0 ? null : Number((2n * BigInt(num) + BigInt(den)) / (2n * BigInt(den)));

export interface Written extends Shown {
  /** 83.3%, 5／6, 1.4次, 12件; null: nothing to count. */
  readonly text: string | null;
  /** Numerator and denominator in words, where the text does not say them already. */
  readonly parts: string;
}

const grouped = (n: number): string => n.toLocaleString('zh-CN');

/** So many for each thousand, half up with one decimal (platform 5.9); a missed target that rounding would reach is cut, as shares are. */
function perThousand({ num, den }: Fraction, target: Fraction | null): { text: string; verdict: Verdict } {
  const each = { num: num * 10, den };
  if (!target) return { text: tenthsText(tenths(each, 'half')), verdict: 'none' };
  if (reaches({ num: num * 1000, den }, target, 'higher')) return { text: tenthsText(tenths(each, 'half')), verdict: 'reached' };
  const looksMet = tenths(each, 'half') >= tenths({ num: target.num, den: target.den * 100 }, 'half');
  return { text: tenthsText(tenths(each, looksMet ? 'cut' : 'half')), verdict: looksMet ? 'near' : 'missed' };
}

/** 年均增长: (now ÷ then)^(1/years) − 1, shown half up; whether it reaches the target is told without a root: now × 1^years against then × (1 + target)^years. */
export function growth(
  { num: now, den: then }: Fraction,
  years: number,
  target: Fraction | null,
): { text: string | null; verdict: Verdict } {
  if (then <= 0) return { text: null, verdict: 'none' };
  const percent = Math.round(((now / then) ** (1 / years) - 1) * 1000) / 10;
  const text = `${percent.toFixed(1)}%`;
  if (!target) return { text, verdict: 'none' };
  const n = BigInt(years);
  const reached = BigInt(now) * BigInt(target.den) ** n >= BigInt(then) * BigInt(target.den + target.num) ** n;
  if (reached) return { text, verdict: 'reached' };
  const goal = (target.num * 100) / target.den;
  return percent >= goal ? { text: `${(goal - 0.1).toFixed(1)}%`, verdict: 'near' } : { text, verdict: 'missed' };
}

/** How a figure is written and judged, by its kind. */
export function written(
  { kind, unit = '', better = 'higher' }: { kind: IndicatorKind; unit?: string; better?: Better },
  value: Fraction,
  target: Fraction | null,
): Written {
  const { num, den } = value;
  const plain = { percent: null, verdict: 'none' as const, parts: '' };
  switch (kind) {
    case 'average': {
      const each = averageOf(value);
      return { ...plain, text: each === null ? null : yuan(each), parts: `${grouped(den)}人` };
    }
    case 'count':
      return {
        ...plain,
        verdict: !target ? 'none' : reaches({ num, den: 1 }, target, better) ? 'reached' : 'missed',
        text: `${grouped(num)}${unit}`,
      };
    case 'sum':
      return { ...plain, text: `${grouped(den)}${unit}，${yuan(num)}` };
    case 'times':
      // 去尾不进位：没有到2次的不会写成2.0次；越低越好的反过来，超过10天的不会写成10.0天。
      return {
        percent: null,
        verdict: den === 0 || !target ? 'none' : reaches(value, target, better) ? 'reached' : 'missed',
        text:
          den === 0
            ? null
            : `${tenthsText((BigInt(num) * 10n + (better === 'lower' ? BigInt(den) - 1n : 0n)) / BigInt(den))}${unit}`,
        parts: `${grouped(num)}／${grouped(den)}`,
      };
    case 'perThousand':
      if (den === 0) return { ...plain, text: null };
      {
        const { text, verdict } = perThousand(value, target);
        return { percent: null, verdict, text: `${text}${unit}`, parts: `${grouped(num)}${unit}／${grouped(den)}人` };
      }
    case 'perHundred':
      if (den === 0) return { ...plain, text: null };
      {
        const { text, verdict } = perThousand({ num, den: den * 10 }, target);
        return { percent: null, verdict, text: `${text}${unit}`, parts: `${grouped(num)}／${grouped(den)}` };
      }
    case 'growth': {
      const { text, verdict } = growth(value, 1, target);
      return { percent: null, verdict, text, parts: `${grouped(num)}${unit}／${grouped(den)}${unit}` };
    }
    default: {
      const parts = kind === 'money' ? `${yuan(num)}／${yuan(den)}` : `${grouped(num)}／${grouped(den)}`;
      const rate = shown(value, target, better);
      return { ...rate, text: rate.percent === null ? null : kind === 'units' ? parts : `${rate.percent}%`, parts };
    }
  }
}

/** Groups of confidential cases below this are not told apart. */
const SMALL = 5;
const isSmall = (count: number): boolean => count > 0 && count < SMALL;
/** A cell of a table of such counts. */
export const cellOf = (count: number): string => (isSmall(count) ? `少于${SMALL}` : String(count));
export const isConcealed = ({ num, den }: Fraction): boolean => isSmall(num) || isSmall(den);

/**
 * Which counts of a confidential column are not told: the small ones, and then as many of the others, the smallest first, as it takes that nobody
 * finds a small one by taking the rest from the whole.
 */
export function hiddenOf(counts: readonly number[], already: readonly boolean[] = []): boolean[] {
  const hidden = counts.map((count, i) => isSmall(count) || already[i] === true);
  cover(counts, hidden, [...counts.keys()]);
  return hidden;
}

/** Hides so many more of these cells, whose sum everybody knows; true where it had to. */
function cover(counts: readonly number[], hidden: boolean[], among: readonly number[]): boolean {
  const others = among.filter((i) => counts[i]! >= SMALL && !hidden[i]).sort((a, b) => counts[a]! - counts[b]! || a - b);
  const together = () => among.reduce((sum, i) => sum + (hidden[i] ? counts[i]! : 0), 0);
  const alone = () => among.filter((i) => hidden[i]).length === 1;
  let more = false;
  while (others.length > 0 && (isSmall(together()) || alone())) {
    hidden[others.shift()!] = true;
    more = true;
  }
  return more;
}

/** Cells of a published table that come to another one: the places of the city, the kinds of a total. Indexes into the cells. */
export interface Line {
  readonly parts: readonly number[];
  readonly whole: number;
}

/**
 * The same for a table whose cells add up in several ways, by place and by kind: no cell that is hidden can be found from those that are shown. Of every line
 * at least two cells are hidden, or none; `already` are hidden for a reason of their own.
 */
export function hiddenInLines(counts: readonly number[], lines: readonly Line[], already: readonly boolean[]): boolean[] {
  const hidden = counts.map((_, i) => already[i] === true);
  const closed = ({ parts, whole }: Line): boolean => {
    const inside = parts.filter((i) => hidden[i]).length;
    if (inside === 0 && !hidden[whole]) return false;
    if (!hidden[whole]) {
      if (cover(counts, hidden, parts)) return true;
      // 别的都是零，只有连合计也不写
      if (inside === 1 || isSmall(parts.reduce((sum, i) => sum + (hidden[i] ? counts[i]! : 0), 0))) {
        hidden[whole] = true;
        return true;
      }
      return false;
    }
    if (inside > 0) return false;
    const smallest = [...parts].sort((a, b) => counts[a]! - counts[b]! || a - b).find((i) => counts[i]! > 0);
    if (smallest === undefined) return false;
    hidden[smallest] = true;
    return true;
  };
  while (lines.some(closed));
  return hidden;
}
const cellsWith = (counts: readonly number[], hidden: readonly boolean[]): string[] =>
  counts.map((count, i) => (hidden[i] && !isSmall(count) ? '不写明' : cellOf(count)));
export const cellsOf = (counts: readonly number[]): string[] => cellsWith(counts, hiddenOf(counts));

/**
 * The cells of a confidential table of which some columns are part of others (in service, of those registered): where the rest of a row would be small,
 * the part is not told either, and then as much of its column as it takes.
 */
export function tableCellsOf<K extends string>(
  columns: Readonly<Record<K, readonly number[]>>,
  parts: readonly (readonly [part: K, whole: K])[],
): Record<K, string[]> {
  const keys = Object.keys(columns) as K[];
  const hidden = Object.fromEntries(keys.map((key) => [key, hiddenOf(columns[key])])) as Record<K, boolean[]>;
  const tells = ([part, whole]: readonly [K, K], row: number): boolean =>
    !hidden[part][row] && !hidden[whole][row] && isSmall(columns[whole][row]! - columns[part][row]!);
  for (let found = true; found; ) {
    found = false;
    for (const pair of parts)
      for (const row of columns[pair[0]].keys()) {
        if (!tells(pair, row)) continue;
        const part = pair[0];
        hidden[part] = hiddenOf(
          columns[part],
          hidden[part].map((cell, i) => cell || i === row),
        );
        found = true;
      }
  }
  return Object.fromEntries(keys.map((key) => [key, cellsWith(columns[key], hidden[key])])) as Record<K, string[]>;
}

export const CONCEALED: Written = { percent: null, verdict: 'none', text: '人数太少，不写明', parts: '' };

/** One record that a figure counts. */
export interface CountedRow {
  readonly id: string;
  readonly division: DivisionCode;
  readonly placeName: string;
  readonly name: string;
  readonly says: string;
  readonly num: number;
  readonly den: number;
  readonly link: CountedLink | null;
  readonly linkId: string | null;
}
/** What a counted record opens in the workbench. */
export const countedLinks = [
  'case',
  'person',
  'household',
  'clue',
  'contract',
  'township',
  'facility',
  'project',
  'place',
  'lines',
  'boundary-line',
  'division-change',
  'account',
  'plan-task',
  'institution',
  'site',
  'inspection',
  'danger',
  'emergency-call',
  'home-care-order',
  'register',
] as const;
export type CountedLink = (typeof countedLinks)[number];

export interface FigureView extends Written, Fraction {
  readonly area: DivisionCode;
  readonly areaName: string;
}

/** The page on which the indicators of one business domain stand together. */
export interface Board {
  readonly key: string;
  readonly zh: string;
  readonly to: string;
}

export interface IndicatorView {
  readonly key: string;
  readonly zh: string;
  readonly definition: string;
  readonly kind: IndicatorKind;
  readonly better: Better;
  readonly periodZh: string;
  /** 2026年第3季度 · 截至2026-09-01 */
  readonly spanZh: string;
  readonly target: Fraction | null;
  readonly targetText: string | null;
  /** Counts only: no list of records, and small groups are not told apart. */
  readonly confidential: boolean;
  readonly board: Board;
  readonly assumed: boolean;
  readonly source: string;
  readonly total: FigureView;
}
