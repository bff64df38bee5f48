/** 家属评价 (EC-113): the items, which quarter, and what is shown of many voices. Pure. */
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** The sections of GB/T 37276 by which homes are rated, as a family sees them. */
export const evaluated = {
  environment: '环境卫生',
  facilities: '房间和设施',
  management: '收费、公开和管理',
  service: '照护和态度',
} as const;
export type EvaluatedItem = keyof typeof evaluated;
export const starNames = { '5': '很好', '4': '好', '3': '一般', '2': '不好', '1': '很不好' } as const;

/** From so many stars on it counts as satisfied (I-18). */
export const SATISFIED = 3;

export const quarterOf = (day: PlainDate): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
export const quarterZh = (quarter: string): string => `${quarter.slice(0, 4)}年第${quarter.slice(6)}季度`;
/** The first day of a quarter. */
export const quarterFrom = (quarter: string): PlainDate =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * 3 - 2).padStart(2, '0')}-01` as PlainDate;

export interface Voices {
  readonly voices: number;
  /** Sums of stars. */
  readonly overall: number;
  readonly environment: number;
  readonly facilities: number;
  readonly management: number;
  readonly service: number;
  readonly satisfied: number;
  readonly answered: number;
  readonly withWords: number;
}
export interface Shown {
  readonly voices: number;
  /** Null: fewer voices than may be shown, so that no family is known by its stars. */
  readonly stars: { readonly zh: string; readonly mean: string }[] | null;
  readonly satisfied: number;
  readonly answered: number;
  readonly withWords: number;
}
/** The mean to one decimal, half up, in whole numbers. */
const mean = (sum: number, n: number): string => {
  const tenths = Math.floor((sum * 10 * 2 + n) / (2 * n));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
};
export const shownOf = (of: Voices, least: number): Shown => ({
  voices: of.voices,
  stars:
    of.voices < least || of.voices === 0
      ? null
      : [
          { zh: '总的', mean: mean(of.overall, of.voices) },
          ...(Object.keys(evaluated) as EvaluatedItem[]).map((item) => ({
            zh: evaluated[item],
            mean: mean(of[item], of.voices),
          })),
        ],
  satisfied: of.satisfied,
  answered: of.answered,
  withWords: of.withWords,
});
