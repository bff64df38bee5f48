/** 比对结果: what another department's data say of somebody who draws a subsidy, for the county to find true or not. */
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { getPerson } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { decideCircumstance, type KnownCircumstance, openCircumstances } from './circumstances.ts';
import { kinds } from './facts.ts';
import { weighedAgainst } from './higher.ts';
import { knownOf, scaleIn, switchesOn } from './life.ts';
import { settle } from './settle.ts';
import { standingOf } from './standing.ts';
import { allowanceKinds, circumstanceKinds, isAllowance, kindOfProgramme } from './terms.ts';
import type { ComparisonRow } from './views.ts';

/** What becomes of each subsidy that is drawn when it is so; of another allowance, with the amounts side by side. */
async function consequences(tx: Tx, c: KnownCircumstance): Promise<Pick<ComparisonRow, 'effects' | 'ends' | 'compared'>> {
  const known = await knownOf(tx, c.personId);
  const switches = await switchesOn(tx, c.division, tx.today);
  const effects: string[] = [];
  const compared: ComparisonRow['compared'] = [];
  let ends = false;
  for (const drawn of known.drawn.filter((d) => d.toMonth === null)) {
    const kind = kindOfProgramme(drawn.programme);
    const scaleOf = await scaleIn(tx, drawn.division, kind);
    const { end } = standingOf(kind, known.ifTrue, { from: drawn.fromMonth, today: tx.today, switches, scaleOf });
    if (end) effects.push(`${kinds[kind]}发到${longMonth(end.lastMonth)}`);
    ends ||= end !== null;
    if (!isAllowance(c.kind)) continue;
    const month = [monthOf(c.from), drawn.fromMonth].sort().at(-1)!;
    const { standardFen, oldAgeStacks } = scaleOf(month);
    if (standardFen === null || weighedAgainst(kind, [{ class: allowanceKinds[c.kind] }], oldAgeStacks).length === 0) continue;
    compared.push({ zh: kinds[kind], fen: standardFen }, { zh: c.name ?? circumstanceKinds[c.kind], fen: c.amountFen ?? 0 });
    if (!end)
      effects.push(`${kinds[kind]}照发，${c.amountFen === standardFen ? '金额相同的留下已经在领的' : '较低的一项应停发'}`);
  }
  return { effects, ends, compared };
}

/** Open ones of the actor's scope, oldest first, 50 a page. One audit row names the persons. */
export async function openComparisons(tx: Tx, cursor: string | null): Promise<{ rows: ComparisonRow[]; next: string | null }> {
  const found = await openCircumstances(tx, cursor);
  const rows: ComparisonRow[] = [];
  for (const c of found.slice(0, 50)) {
    const person = await getPerson(tx, c.personId);
    rows.push({
      id: c.id,
      personId: c.personId,
      personName: person.ok ? person.value.name : '（不在范围内）',
      divisionName: tx.divisions.fullName(c.division),
      zh: c.name ?? circumstanceKinds[c.kind],
      from: c.from,
      recordedAt: c.recordedAt,
      ...(await consequences(tx, c)),
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
