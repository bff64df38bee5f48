import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Figure } from './content.ts';

export interface At {
  readonly division: DivisionCode;
  readonly level: 'city' | 'county';
  readonly year: number;
}

/** A number with the list behind it. */
export const figure = (
  key: string,
  zh: string,
  count: number,
  opens: Figure['opens'],
  { of = 'count', bad = false }: { of?: Figure['of']; bad?: boolean } = {},
): Figure => ({ key, zh, count, of, bad: bad && count > 0, opens });
