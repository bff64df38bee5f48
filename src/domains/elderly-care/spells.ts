/** What is known of a person as spells of time, and whether one of them covers a month or a day. Pure. */
import type { PlainDate, YearMonth } from '../../kernel/schema/index.ts';

/** Last month null: goes on. */
export interface Months {
  readonly from: YearMonth;
  readonly to: YearMonth | null;
}
/** Half-open; null: until something else is known. */
export interface Days {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}
export interface LevelSpell extends Days {
  readonly level: number;
  readonly scheme: string;
}

export const coversMonth = (spells: readonly Months[], month: YearMonth): boolean =>
  spells.some((s) => s.from <= month && (s.to === null || s.to >= month));
export const onDay = <T extends Days>(spells: readonly T[], day: PlainDate): T | undefined =>
  spells.find((s) => s.from <= day && (s.to === null || s.to > day));

const SCHEME = 'GB42195_2022';

/** The level by the standard in force; `legacy`: only one of the old standard, which no benefit reads. */
export function levelOf(spells: readonly LevelSpell[], day: PlainDate): { level: number | null; legacy: boolean; says: string } {
  const spell = onDay(spells, day);
  const level = spell?.scheme === SCHEME ? spell.level : null;
  const legacy = spell !== undefined && level === null;
  return { level, legacy, says: legacy ? '旧标准评估' : level === null ? '没有生效的评估' : `${level}级` };
}
export const LEGACY_NOTE = '旧标准评估不能用于本待遇，请重新评估';
