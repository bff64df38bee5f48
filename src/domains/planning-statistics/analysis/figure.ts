/** Figures of an analysis: added as they were counted, written at the very end; a rate is made of its two sums, never of other rates. Pure. */
import { CONCEALED, type Fraction, type IndicatorKind, isConcealed, isShare, written } from '../../../kernel/indicator/index.ts';
import { tenThousandsOf, textOf } from '../statistics/value.ts';
import type { MeasurePeriod, Source } from './terms.ts';

export interface Measure {
  readonly key: string;
  readonly zh: string;
  readonly source: Source;
  /** The form or the board under which it is found. */
  readonly group: string;
  readonly unit: string;
  readonly definition: string;
  readonly period: MeasurePeriod;
  /** What happened in a period may be added over periods; how things stood at its end may not. */
  readonly flow: boolean;
  /** What `num` is: so many, fen, ten-thousandths of a report, or numerator and denominator of an indicator. */
  readonly of: 'count' | 'fen' | 'scaled' | IndicatorKind;
  readonly decimals: 0 | 1;
  /** Not broken down below this. */
  readonly lowest: 'county' | 'township' | 'village';
  readonly confidential: boolean;
}

export interface Figure extends Fraction {
  /** How many that should be in it have not reported. */
  readonly missing: number;
  /** May not be told: it would tell a small group apart. */
  readonly hidden: boolean;
}

/** Several figures as one; null where none of them is known. Undefined: not asked of that place or period, so nothing is missing. */
export function together(figures: readonly (Figure | null | undefined)[], confidential: boolean): Figure | null {
  const asked = figures.filter((figure) => figure !== undefined);
  const known = asked.filter((figure) => figure !== null);
  if (known.length === 0) return null;
  const sum = {
    num: known.reduce((all, figure) => all + figure.num, 0),
    den: known.reduce((all, figure) => all + figure.den, 0),
  };
  return {
    ...sum,
    missing: asked.length - known.length + known.reduce((all, figure) => all + figure.missing, 0),
    hidden: confidential && isConcealed(sum),
  };
}

export interface CellText {
  readonly text: string;
  /** For a chart; null: nothing to draw. */
  readonly value: number | null;
  /** Numerator and denominator in words. */
  readonly parts: string;
  readonly missing: number;
}

const FEN_OF_YUAN = 100;
const SCALE = 10_000;
/** 12345.6 as 12,345.6: the digits after the point stay as they are. */
const grouped = (text: string): string => text.replace(/^\d+/, (whole) => Number(whole).toLocaleString('zh-CN'));

/** What a chart draws of an indicator, in `drawnUnit`. */
function drawn(of: IndicatorKind, { num, den }: Figure): number | null {
  if (of === 'count') return num;
  if (of === 'sum') return num / FEN_OF_YUAN;
  if (den === 0) return null;
  switch (of) {
    case 'average':
      return num / den / FEN_OF_YUAN;
    case 'times':
      return num / den;
    case 'perThousand':
      return (num / den) * 1000;
    case 'perHundred':
      return (num / den) * 100;
    case 'growth':
      return (num / den - 1) * 100;
    default:
      return (num / den) * 100;
  }
}

/** The unit of what is drawn: figures of different units do not stand in one chart. */
export const drawnUnit = ({ of, unit }: Measure): string =>
  of === 'average' || of === 'sum'
    ? '元'
    : of === 'growth' || (of !== 'count' && of !== 'fen' && of !== 'scaled' && isShare(of))
      ? '%'
      : unit;

/** A figure as it is read; null: not known. */
export function textIn(measure: Measure, figure: Figure | null): CellText | null {
  if (figure === null) return null;
  const { of, unit, decimals } = measure;
  const { missing } = figure;
  if (figure.hidden) return { text: CONCEALED.text!, value: null, parts: '', missing };
  switch (of) {
    case 'count':
      return { text: figure.num.toLocaleString('zh-CN'), value: figure.num, parts: '', missing };
    case 'fen': {
      const text = tenThousandsOf(figure.num);
      return { text: grouped(text), value: Number(text), parts: '', missing };
    }
    case 'scaled':
      return { text: grouped(textOf(figure.num, decimals)), value: figure.num / SCALE, parts: '', missing };
    default: {
      const { text, parts } = written({ kind: of, unit }, figure, null);
      return { text: text ?? '没有可数的', value: drawn(of, figure), parts: parts === text ? '' : parts, missing };
    }
  }
}
