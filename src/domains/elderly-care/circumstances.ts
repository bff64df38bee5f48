/**
 * What is known of a person that any benefit of older people reads: the registry, its facts, the entitlements of social assistance (by the keys of its
 * programmes, as domains do not import each other). Nothing of it is asked of anybody again.
 */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type Coverage, coveragesOf } from '../../kernel/payment/server.ts';
import { factHistory } from '../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../kernel/schema/index.ts';
import type { CapacityLevel } from './assessment/terms.ts';
import type { LivingStatus } from './register/terms.ts';
import type { Days, LevelSpell, Months } from './spells.ts';

const DIBAO = 'dibao';
const TEKUN = 'tekun';

/** Value of the fact `low-income-status`, which social assistance writes: what a family is recognised as; null: nothing any more. */
export interface LowIncomeStatus {
  readonly kind: 'edge' | 'rigid' | null;
}

export interface Circumstances {
  readonly diedOn: PlainDate | null;
  readonly birthDate: PlainDate;
  readonly registeredDivision: DivisionCode;
  /** Where the person lives. */
  readonly division: DivisionCode;
  readonly dibao: readonly Months[];
  readonly tekun: readonly Months[];
  readonly edge: readonly Days[];
  readonly levels: readonly LevelSpell[];
  readonly livingAlone: readonly Days[];
  /** Of the further programmes that were asked for, oldest first. */
  readonly coverages: readonly Coverage[];
}

export const inCity = (tx: Tx, division: DivisionCode): boolean => division.slice(0, 4) === tx.city.slice(0, 4);

export async function circumstancesOf(
  tx: Tx,
  personId: string,
  programmes: readonly string[] = [],
): Promise<Circumstances | null> {
  const person = await tx.maybe<{
    diedOn: PlainDate | null;
    birthDate: PlainDate;
    registeredDivision: DivisionCode;
    division: DivisionCode;
  }>(sql`select died_on, birth_date, registered_division, division from person where id = ${personId}`);
  if (!person) return null;
  const coverages = await coveragesOf(tx, personId, [DIBAO, TEKUN, ...programmes]);
  const monthsOf = (key: string) =>
    coverages.filter((c) => c.programme === key).map((c) => ({ from: c.fromMonth, to: c.toMonth }));
  const known = await factHistory(tx, { kind: 'person', id: personId });
  const spell = ({ validFrom, validTo }: (typeof known)[number]): Days => ({ from: validFrom, to: validTo });
  return {
    ...person,
    dibao: monthsOf(DIBAO),
    tekun: monthsOf(TEKUN),
    edge: known.filter((f) => f.kind === 'low-income-status' && (f.value as LowIncomeStatus).kind === 'edge').map(spell),
    levels: known
      .filter((f) => f.kind === 'capacity-level')
      .map((f) => {
        const { level, scheme } = f.value as CapacityLevel;
        return { ...spell(f), level, scheme };
      }),
    livingAlone: known
      .filter((f) => f.kind === 'living-status' && (f.value as { status: LivingStatus }).status === 'alone')
      .map(spell),
    coverages: coverages.filter((c) => programmes.includes(c.programme)),
  };
}
