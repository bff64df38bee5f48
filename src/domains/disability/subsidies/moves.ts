/**
 * 户籍跨县迁移 (4.2): the subsidies end here with the month of the move, and the new place goes on from the next by its own standard, without a new
 * application. A month that has left for the bank already stays where it was paid; the new place begins after it.
 */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { grantEntitlement } from '../../../kernel/payment/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { recordCircumstance } from './circumstances.ts';
import { countyOf } from './letters.ts';
import { knownOf } from './life.ts';
import { standardKeys } from './rules.ts';
import { settle } from './settle.ts';
import { kindOfProgramme, shortNames } from './terms.ts';

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
  if (countyOf({ division: fromDivision }) === countyOf({ division: toDivision })) return;
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
