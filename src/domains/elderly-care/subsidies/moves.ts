/** 户籍迁移, as with the old-age allowance: within the county it goes along; to another county of the city it ends here and goes on there from the next month. */
import { sql } from '../../../database/sql.ts';
import { longMonth, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { sameCounty } from '../../../kernel/division/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { relocateEntitlements } from '../../../kernel/payment/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { relocateFile } from '../../../kernel/service/server.ts';
import { lastMonthOf, type Moved } from '../allowance/moves.ts';
import { inCity } from '../circumstances.ts';
import { grantSubsidy } from './awards.ts';
import { knownOf, paidTo } from './facts.ts';
import { standingOf } from './rules.ts';
import { settleSubsidies } from './settle.ts';
import { allKinds, type Kind, kinds } from './terms.ts';

interface Leaving {
  entitlementId: string;
  kind: Kind;
  caseId: string | null;
}

export async function followMoveOfSubsidies(tx: Tx, move: Moved): Promise<void> {
  const { personId, fromDivision, toDivision, movedOn } = move;
  const places = { fromDivision, toDivision };
  if (sameCounty(fromDivision, toDivision)) {
    const moved = await relocateEntitlements(tx, {
      personId: personId as never,
      ...places,
      programmes: allKinds.map((kind) => kinds[kind].programme),
    });
    const cases = await tx.rows<{ caseId: string }>(
      sql`select case_id from elder_subsidy_award where entitlement_id = any(${moved}::uuid[]) and case_id is not null`,
    );
    await relocateFile(tx, { ...places, caseIds: cases.map((row) => row.caseId) });
    return;
  }
  const leaving = await tx.rows<Leaving>(sql`select entitlement_id, kind, case_id from elder_subsidy_award
    where person_id = ${personId} and division = ${fromDivision} and moved_last is null and state = 'active' limit 10 for update`);
  for (const award of leaving) {
    const sent = await paidTo(tx, [award.entitlementId]);
    const lastMonth = [lastMonthOf(movedOn), ...(sent ? [sent] : [])].sort().at(-1)!;
    await tx.run(sql`update elder_subsidy_award set moved_last = ${lastMonth} where entitlement_id = ${award.entitlementId}`);
    await settleSubsidies(tx, personId);
    if (inCity(tx, toDivision)) await goOnThere(tx, move, award, lastMonth);
  }
}

async function goOnThere(tx: Tx, move: Moved, award: Leaving, lastMonth: YearMonth): Promise<void> {
  const { personId, toDivision } = move;
  const { kind, caseId } = award;
  const known = await knownOf(tx, personId, kind, toDivision);
  const ended = known?.drawn.find((d) => d.entitlementId === award.entitlementId);
  // 已经死亡、别的原因先停了的，迁入地不接续。
  if (!known || known.diedOn || ended?.toMonth !== lastMonth) return;
  const from = plusMonths(lastMonth, 1);
  const standing = standingOf(
    kind,
    known.facts,
    { from, to: null, diedOn: null, movedLast: null, paidTo: null },
    { parameters: await parametersOf(tx), until: from },
  );
  const first = standing.ok ? standing.value.amounts[0] : undefined;
  if (!first) return;
  const granted = await grantSubsidy(tx, {
    personId,
    kind,
    division: toDivision,
    fromMonth: from,
    amountFen: first.amountFen,
    breakdown: [],
    decisionId: null,
    parameterIds: first.parameterIds,
    caseId,
    reason: 'moved',
  });
  if (!granted.ok) throw new Error(`elder subsidy of ${personId} in ${toDivision}: ${granted.code}`);
  await notify(tx, {
    to: { personId },
    template: 'elder-subsidy.moved',
    params: { item: kinds[kind].zh, place: tx.divisions.fullName(toDivision), month: longMonth(from) },
  });
}
