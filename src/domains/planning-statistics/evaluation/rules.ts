/** 评估的算法: the index of the public survey, and the score over the indicators. Pure. */
import type { SurveyAnswer } from './terms.ts';

/** What an answer counts for (planning 5.3, assumption). */
const WORTH: Readonly<Record<SurveyAnswer, number>> = { a: 100, b: 80, c: 60, d: 30, e: 0 };

export interface Survey {
  readonly copies: number;
  /** One decimal, half up; null where nobody has answered. */
  readonly index: string | null;
  /** Enough copies for ±5 % at 95 %. */
  readonly valid: boolean;
}

/** (100a + 80b + 60c + 30d + 0e) ÷ n, by whole numbers. */
export function surveyOf(counts: Readonly<Record<SurveyAnswer, number>>, least: number): Survey {
  const answers = Object.entries(counts) as [SurveyAnswer, number][];
  const copies = answers.reduce((sum, [, n]) => sum + n, 0);
  const worth = answers.reduce((sum, [answer, n]) => sum + WORTH[answer] * n, 0);
  if (copies === 0) return { copies, index: null, valid: false };
  const tenths = Math.floor((2 * worth * 10 + copies) / (2 * copies));
  return { copies, index: `${Math.floor(tenths / 10)}.${tenths % 10}`, valid: copies >= least };
}
