/**
 * 户籍迁移. Within the county the same award goes on in the new township. 跨县 (4.2): the subsidies end here with the month of the move, and the new place goes on from the next by its own standard, without a new
 * application. A month that has left for the bank already stays where it was paid; the new place begins after it.
 */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { sameCounty } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { grantEntitlement, relocateEntitlements } from '../../../kernel/payment/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { relocateFile } from '../../../kernel/service/server.ts';
import { recordCircumstance } from './circumstances.ts';
import { standardKeys } from './clauses.ts';
import { knownOf } from './life.ts';
import { settle } from './settle.ts';
import { kindOfProgramme, PROGRAMMES, shortNames } from './terms.ts';

interface Moved {
  readonly eventId: string;
  readonly personId: string;
  readonly fromDivision: DivisionCode;
  readonly toDivision: DivisionCode;
  readonly movedOn: PlainDate;
}

/** Once for an event; a second delivery finds the circumstance on file. */
export async function followMove(tx: Tx, move: Moved): Promise<void> {
  const { personId, fromDivision, toDivision } = move;
  if (sameCounty(fromDivision, toDivision)) return followWithin(tx, move);
  const drawn = (await knownOf(tx, personId)).drawn.filter((d) => d.toMonth === null && d.division !== toDivision);
  if (drawn.length === 0) return;
  const { sent } = await tx.one<{ sent: YearMonth | null }>(sql`select max(month) as sent from payment_line
    where entitlement_id = any(${drawn.map((d) => d.entitlementId)}::uuid[]) and state in ('sent', 'paid', 'returned', 'corrected', 'reissued')`);
  const moved = monthOf(move.movedOn);
  const lastMonth = sent !== null && sent > moved ? sent : moved;
  const from = lastMonth === moved ? move.movedOn : firstDayOf(lastMonth);
  const fresh = await recordCircumstance(tx, {
    personId,
    division: fromDivision,
    sourceEvent: move.eventId,
    state: 'confirmed',
    circumstance: { kind: 'moved', from, toMonth: null },
  });
  if (!fresh) return;
  await settle(tx, personId);
  const after = new Map((await knownOf(tx, personId)).drawn.map((d) => [d.entitlementId, d.toMonth]));
  // 因别的原因已经终止的（死亡、转特困），迁入地不接续
  for (const { entitlementId, programme } of drawn)
    if (after.get(entitlementId) === lastMonth)
      await goOn(tx, move, { entitlementId, programme, fromMonth: plusMonths(lastMonth, 1) });
  await settle(tx, personId);
}

/** The award, the case by which it was granted and what was told of the person go along; the month is paid from the list that it stands on. */
async function followWithin(tx: Tx, { personId, fromDivision, toDivision }: Moved): Promise<void> {
  const places = { fromDivision, toDivision };
  const moved = await relocateEntitlements(tx, { personId: personId as never, ...places, programmes: PROGRAMMES });
  const cases = await tx.rows<{ caseId: string }>(
    sql`select case_id from subsidy_award where entitlement_id = any(${moved}::uuid[]) and case_id is not null`,
  );
  await relocateFile(tx, { ...places, caseIds: cases.map((row) => row.caseId) });
  for (const table of [sql`subsidy_circumstance`, sql`subsidy_invitation`])
    await tx.run(
      sql`update ${table} set division = ${toDivision} where person_id = ${personId}::uuid and division = ${fromDivision}`,
    );
  if (moved.length > 0)
    await notify(tx, {
      to: { personId },
      template: 'disability.moved-within',
      params: { place: tx.divisions.fullName(toDivision) },
    });
}

async function goOn(tx: Tx, move: Moved, of: { entitlementId: string; programme: string; fromMonth: YearMonth }): Promise<void> {
  const { personId, toDivision } = move;
  const { programme, fromMonth } = of;
  const kind = kindOfProgramme(programme);
  const standard = (await parametersOf(tx)).on(standardKeys[kind], toDivision, firstDayOf(fromMonth));
  if (!standard.ok) throw new Error(`subsidy of ${of.entitlementId} in ${toDivision}: ${standard.code}`);
  const amountFen = Number(standard.value.value);
  const granted = await grantEntitlement(tx, {
    programme,
    exclusiveGroups: [programme],
    householdId: null,
    personId: personId as never,
    division: toDivision,
    memberIds: [personId as never],
    fromMonth,
    amountFen,
    breakdown: [{ label: shortNames[kind], formula: `迁入地标准每月${yuanDigits(amountFen)}元`, fen: amountFen }],
    decisionId: null,
    parameterIds: [standard.value.row.id],
  });
  if (!granted.ok) throw new Error(`subsidy of ${of.entitlementId} in ${toDivision}: ${granted.code}`);
  await tx.run(sql`insert into subsidy_award (entitlement_id, person_id, division, kind, from_month, case_id, changed_at)
    select ${granted.value.id}, person_id, ${toDivision}, kind, ${fromMonth}, case_id, ${tx.now} from subsidy_award where entitlement_id = ${of.entitlementId}`);
  await emit(tx, {
    type: 'disability.subsidy.changed',
    subject: { kind: 'person', id: personId },
    division: toDivision,
    payload: { personId, kind, state: 'granted', from: fromMonth, to: null, amountFen, reason: 'moved' },
  });
  await notify(tx, {
    to: { personId: personId as never },
    template: 'disability.moved',
    params: {
      name: shortNames[kind],
      place: tx.divisions.fullName(toDivision),
      month: longMonth(fromMonth),
      amount: yuanDigits(amountFen),
    },
  });
}
