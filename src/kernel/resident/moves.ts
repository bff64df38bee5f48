/**
 * 户籍迁移: the household and everybody in it belong to another place from a day on; where they belonged before stays known (`residence.ts`). What
 * each right makes of it is told by the event.
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { recordFact } from './facts.ts';
import { membersOf } from './households.ts';
import type { HouseholdId, PersonId, UrbanRural } from './index.ts';
import { mayReadPersons } from './persons.ts';
import { grantAccess } from './relations.ts';
import { type MovedTo, movesOf, type Residence } from './residence.ts';

export interface Move {
  readonly householdId: HouseholdId;
  /** The village to which the registration moves. */
  readonly toDivision: DivisionCode;
  readonly urbanRural?: UrbanRural;
  readonly movedOn: PlainDate;
  /** Where it is known from. */
  readonly source: string;
  /** Why the place that they leave may still look at their basic data: a case there. */
  readonly reason: string;
}

type MoveError = 'NOT_FOUND' | 'MOVE_PLACE' | 'MOVE_IN_FUTURE' | 'MOVE_OUT_OF_ORDER';

/**
 * The whole household moves. The place that it leaves keeps sight of it as long as `reason` is open, so that it can finish its own work; the new
 * place sees it at once. Repeating a move changes nothing. A refusal names the field of `Move` that is wrong.
 */
export async function moveHousehold(
  tx: Tx,
  move: Move,
): Promise<Result<{ fromDivision: DivisionCode; personIds: PersonId[] }, MoveError>> {
  const { householdId, toDivision, movedOn } = move;
  if (!mayReadPersons(tx)) return fail('NOT_FOUND');
  if (tx.divisions.get(toDivision)?.level !== 'village')
    return fail('MOVE_PLACE', {}, [{ path: 'toDivision', message: '请选择到村（社区）' }]);
  if (movedOn > tx.today) return fail('MOVE_IN_FUTURE', { on: movedOn }, [{ path: 'movedOn', message: '不能晚于今天' }]);
  const household = await tx.maybe<Residence>(
    sql`select division, urban_rural from household where id = ${householdId} for update`,
  );
  if (!household) return fail('NOT_FOUND');
  const fromDivision = household.division;
  const urbanRural = move.urbanRural ?? household.urbanRural;
  const personIds = (await membersOf(tx, householdId, { validOn: tx.today })).map((m) => m.personId).sort();
  if (fromDivision === toDivision && household.urbanRural === urbanRural) return ok({ fromDivision, personIds });
  const [before] = await movesOf(tx, householdId);
  if (before && movedOn < before.validFrom)
    return fail('MOVE_OUT_OF_ORDER', { on: before.validFrom }, [{ path: 'movedOn', message: '不能早于上一次迁移的那天' }]);
  const value: MovedTo = { division: toDivision, urbanRural, former: household };
  const subject = { kind: 'household' as const, id: householdId };
  const recorded = await recordFact(tx, { subject, kind: 'residence', value, source: move.source, validFrom: movedOn });
  if (!recorded.ok) throw new Error(`move of household ${householdId}: ${recorded.code}`);
  for (const personId of personIds) await grantAccess(tx, { personId, division: fromDivision, reason: move.reason });
  await tx.run(sql`update household set division = ${toDivision}, urban_rural = ${urbanRural}, version = version + 1
    where id = ${householdId}`);
  await tx.run(sql`update person set division = ${toDivision}, registered_division = ${toDivision}, version = version + 1
    where id = any(${personIds}::uuid[]) and life_state <> 'dead'`);
  for (const personId of personIds)
    await emit(tx, {
      type: 'person.moved',
      subject: { kind: 'person', id: personId },
      division: fromDivision,
      payload: { personId, householdId, kind: 'registered', fromDivision, toDivision, movedOn },
    });
  await recordAudit(tx, {
    action: 'household.moved',
    subject: { kind: 'household', id: householdId },
    personIds,
    division: fromDivision,
    detail: { toDivision, movedOn },
  });
  return ok({ fromDivision, personIds });
}
