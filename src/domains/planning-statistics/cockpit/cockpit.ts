/**
 * 驾驶舱: what a mayor reads in ten seconds. Every figure is counted by the module that owns it and leads to the list that it counts; nothing is computed here
 * that is not also there. A year that is over tells only what is known of it, and says what is not.
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Cockpit } from './content.ts';
import type { At } from './figure.ts';
import { goals } from './goals.ts';
import { lockedForms } from './locked.ts';
import { nowFigures } from './now.ts';
import { paidOf } from './paid.ts';
import { pastFigures } from './past.ts';

/** Of the city or of one county; of another than one's own nothing is found, nor of a year that is to come. */
export async function cockpit(
  tx: Tx,
  asked: { division?: DivisionCode | undefined; year?: number | undefined },
): Promise<Result<Cockpit>> {
  const own = tx.actor.division ?? tx.city;
  const division = asked.division ?? own;
  const unit = tx.divisions.get(division);
  const level = levelOf(division);
  if (!unit || !inScope(division, own) || (level !== 'city' && level !== 'county')) return fail('NOT_FOUND');
  const thisYear = Number(tx.today.slice(0, 4));
  const year = asked.year ?? thisYear;
  const past = year < thisYear;
  const bound = await goals(tx, { division, year, past });
  if (!bound.ok) return bound;
  const first = bound.value ? Math.min(thisYear, Number(bound.value.plan.from.slice(0, 4))) : thisYear;
  if (year > thisYear || year < first) return fail('NOT_FOUND');
  const at: At = { division, level, year };
  const paid = await paidOf(tx, at);
  const found = past ? ok(await pastFigures(tx, at, paid)) : await nowFigures(tx, at, paid);
  if (!found.ok) return found;
  return ok({
    division,
    name: unit.name,
    level,
    years: Array.from({ length: thisYear - first + 1 }, (_, i) => first + i),
    year,
    past,
    plan: bound.value ? { name: bound.value.plan.name, time: bound.value.plan.time, indicators: bound.value.indicators } : null,
    months: paid.months,
    statistics: await lockedForms(tx, division, past ? year : undefined),
    ...found.value,
  });
}
