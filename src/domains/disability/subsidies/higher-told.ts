/** News of another allowance, as elderly care tells of it: what it says, and whether a person must find it true first. */
import { firstDayOf, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { type Circumstance, circumstancesOf, replaceCircumstances } from './circumstances.ts';
import { scaleIn } from './life.ts';

export interface ToldAllowance {
  readonly programme?: string;
  readonly kind: 'age' | 'living' | 'nursing';
  readonly from: YearMonth;
  /** Last month; null or left out: it goes on. */
  readonly to?: YearMonth | null;
  readonly amountFen: Fen;
}

const circumstanceOf = { age: 'old-age', living: 'living-allowance', nursing: 'nursing-allowance' } as const;
/** Whether an allowance is one that these subsidies are weighed against: elderly care tells of others too. */
export const isWeighed = (kind: string): boolean => kind in circumstanceOf;

/**
 * Nobody is asked about what takes nothing from the person: 高龄津贴 that is drawn beside the subsidies, and the end or a lower amount of an allowance
 * that was found true before. What was told of the same months and is still undecided gives way.
 */
export async function allowanceTold(
  tx: Tx,
  personId: string,
  told: ToldAllowance & { division: DivisionCode },
): Promise<{ circumstance: Circumstance; decided: boolean }> {
  const { programme, kind, from, to = null, amountFen } = told;
  const known = circumstanceOf[kind];
  const ofIt = (await circumstancesOf(tx, personId)).filter((c) => c.kind === known && c.programme === programme);
  await replaceCircumstances(
    tx,
    personId,
    known,
    (old) => old.state === 'proposed' && old.programme === programme && monthOf(old.from) >= from,
  );
  const lessens = ofIt.some(
    (c) =>
      c.state === 'confirmed' &&
      monthOf(c.from) <= from &&
      (c.toMonth === null || (to !== null && to <= c.toMonth)) &&
      amountFen <= (c.amountFen ?? 0),
  );
  const scaleOf = await scaleIn(tx, told.division, 'living');
  return {
    circumstance: { kind: known, from: firstDayOf(from), toMonth: to, amountFen, ...(programme ? { programme } : {}) },
    decided: lessens || (kind === 'age' && scaleOf(monthOf(tx.today)).oldAgeStacks),
  };
}
