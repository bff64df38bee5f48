/**
 * What the benefits of older people ask alike, each clause once: age, level, home, 特困, the neighbour benefit that excludes it. A limit is a dated standard that
 * the clause reads; the caller names the provision. Pure.
 */
import { ageOn } from '../../../kernel/calendar/index.ts';
import { booleanValue, type Clause, countValue, type ParameterReader, textValue } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { LEGACY_NOTE, type LevelSpell, levelOf } from '../spells.ts';

/** 老年人的年龄 (老年人权益保障法 art. 2). */
export const OLD_AGE = 'CARE-MIN-AGE';

export const verdictOf = (is: boolean): Clause['verdict'] => (is ? 'met' : 'unmet');

/** Something that holds or does not. */
export const holds = (name: string, is: boolean, basis: string): Clause => ({
  name,
  verdict: verdictOf(is),
  value: booleanValue(is),
  limit: booleanValue(true),
  basis,
});

export function oldEnough(read: ParameterReader, of: { birthDate: PlainDate; on: PlainDate; basis: string }): Clause {
  const age = ageOn(of.birthDate, of.on);
  const least = read.whole(OLD_AGE);
  return {
    name: `年满${least}周岁`,
    verdict: verdictOf(age >= least),
    value: countValue(age, '周岁'),
    limit: countValue(least, '周岁'),
    relation: '不小于',
    basis: of.basis,
  };
}

const losses: Readonly<Record<number, string>> = { 1: '轻度失能', 2: '中度失能', 3: '重度失能', 4: '完全失能' };
const MOST = 4;
const from = (least: number): string => (least === MOST ? `${least}级` : `${least}级以上`);

/** A person's level beside the one that a benefit begins at. */
export interface LevelAgainst {
  readonly least: number;
  readonly reached: boolean;
  /** What the person has. */
  readonly says: string;
  /** 2级以上（中度失能以上）. */
  readonly words: string;
  readonly note: { readonly note?: string };
}
/** `key`: the standard of the level at which the benefit begins, 0 to 4 of GB/T 42195. An assessment by the old standard counts as none, and is said to be so. */
export function levelAgainst(
  read: ParameterReader,
  key: string,
  of: { levels: readonly LevelSpell[]; on: PlainDate },
): LevelAgainst {
  const least = read.whole(key);
  const { level, legacy, says } = levelOf(of.levels, of.on);
  const loss = losses[least];
  return {
    least,
    reached: level !== null && level >= least,
    says,
    words: `${from(least)}${loss ? `（${loss}${least === MOST ? '' : '以上'}）` : ''}`,
    note: legacy ? { note: LEGACY_NOTE } : {},
  };
}

/** `instead`: what serves as well as the level (an age, a diagnosis); null while it is not known. */
export function levelClause(
  level: LevelAgainst,
  of: { basis: string; name?: string; value?: string; limit?: string; instead?: boolean | null },
): Clause {
  const { basis, instead = false } = of;
  return {
    name: of.name ?? `能力等级${level.words}`,
    verdict: level.reached || instead ? 'met' : instead === null ? 'unknown' : 'unmet',
    value: textValue(of.value ?? level.says),
    limit: textValue(of.limit ?? from(level.least)),
    basis,
    ...level.note,
  };
}

export const notTekun = (tekun: boolean, basis: string): Clause =>
  holds('不是特困供养人员（特困供养已经包含照料）', !tekun, basis);

export const atHome = (inInstitution: boolean, basis: string, name = '住在家里，没有入住养老机构'): Clause =>
  holds(name, !inInstitution, basis);
