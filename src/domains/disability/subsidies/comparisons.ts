/** 比对结果: what another department's data say of somebody who draws a subsidy, for the county to find true or not. */
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { getPerson } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { decideCircumstance, openCircumstances } from './circumstances.ts';
import { kinds } from './facts.ts';
import { knownOf, switchesOn } from './life.ts';
import { settle } from './settle.ts';
import { standingOf } from './standing.ts';
import { circumstanceKinds, kindOfProgramme } from './terms.ts';
import type { ComparisonRow } from './views.ts';

/** Open ones of the actor's scope, oldest first, 50 a page. One audit row names the persons. */
export async function openComparisons(tx: Tx, cursor: string | null): Promise<{ rows: ComparisonRow[]; next: string | null }> {
  const found = await openCircumstances(tx, cursor);
  const rows: ComparisonRow[] = [];
  for (const c of found.slice(0, 50)) {
    const person = await getPerson(tx, c.personId);
    const known = await knownOf(tx, c.personId);
    const switches = await switchesOn(tx, c.division, tx.today);
    rows.push({
      id: c.id,
      personId: c.personId,
      personName: person.ok ? person.value.name : '（不在范围内）',
      divisionName: tx.divisions.fullName(c.division),
      zh: circumstanceKinds[c.kind],
      from: c.from,
      recordedAt: c.recordedAt,
      effects: known.drawn
        .filter((d) => d.toMonth === null)
        .flatMap((d) => {
          const kind = kindOfProgramme(d.programme);
          const { end } = standingOf(kind, known.ifTrue, { from: d.fromMonth, today: tx.today, switches });
          return end ? [`${kinds[kind]}发到${longMonth(end.lastMonth)}`] : [];
        }),
    });
  }
  if (rows.length > 0)
    await recordAudit(tx, { action: 'subsidy-comparison.listed', personIds: [...new Set(rows.map((r) => r.personId))] });
  return { rows, next: found.length > 50 ? found[49]!.id : null };
}

/** True: the subsidies end as the rules say. Not true: the months held are paid. */
export async function decideComparison(
  tx: Tx,
  given: { id: string; is: boolean; note: string },
): Promise<Result<{ id: string }>> {
  const decided = await decideCircumstance(tx, given);
  if (!decided.ok) return decided;
  await recordAudit(tx, {
    action: 'subsidy-comparison.decided',
    subject: { kind: 'subsidy-circumstance', id: given.id },
    personId: decided.value.personId,
    detail: { is: given.is },
  });
  await settle(tx, decided.value.personId);
  return ok({ id: given.id });
}
