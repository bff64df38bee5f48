/** 探访发现的需求: each has somebody who sees to it within a working day, a day by which it is done, and a result. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../offices.ts';
import './errors.ts';
import { wholeOf } from './parameters.ts';
import type { CloseInput, GiveInput } from './schema.ts';
import { resultPlace } from './sealed.ts';
import './templates.ts';
import { type Need, needs as needNames, needStates, type Urgency } from './terms.ts';

/** What a visit found; the same need that is open already is not opened twice. */
export async function addNeeds(
  tx: Tx,
  of: { visitId: string; personId: string; division: DivisionCode; needs: readonly Need[]; urgency: Urgency },
): Promise<void> {
  const { visitId, personId, division, urgency } = of;
  const hours = await wholeOf(tx, 'VISIT-NEED-URGENT');
  const dueOn =
    urgency === 'urgent'
      ? plainDateOf(new Date(Date.parse(tx.now) + hours * 3_600_000).toISOString())
      : tx.calendar.addWorkdays(tx.today, await wholeOf(tx, 'VISIT-NEED'), division);
  for (const code of new Set(of.needs)) {
    const known = await tx.maybe(
      sql`select 1 as one from care_need where person_id = ${personId} and code = ${code} and state <> 'closed' limit 1`,
    );
    if (known) continue;
    await tx.run(sql`insert into care_need (id, person_id, visit_id, division, code, urgency, due_on, found_at, found_by)
      values (${newId()}, ${personId}, ${visitId}, ${division}, ${code}, ${urgency}, ${dueOn}, ${tx.now}, ${tx.actor.name})`);
    await emit(tx, {
      type: 'care.need.found',
      subject: { kind: 'person', id: personId },
      division,
      payload: { personId, needCode: code, urgency },
    });
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf({ division }) },
      template: 'visit.need',
      params: { place: tx.divisions.fullName(division), what: needNames[code], due: longDate(dueOn) },
    });
  }
}

interface Row {
  readonly personId: string;
  readonly division: DivisionCode;
  readonly state: keyof typeof needStates;
  readonly code: Need;
  readonly urgency: Urgency;
  /** The home service order that sees to it. */
  readonly orderId: string | null;
}
/** The need locked, in one of these states. */
export async function inState(
  tx: Tx,
  id: string,
  wanted: readonly Row['state'][],
): Promise<Result<Row, 'NOT_FOUND' | 'NEED_STATE'>> {
  const row = await tx.maybe<Row>(
    sql`select person_id, division, state, code, urgency, order_id from care_need where id = ${id} and division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''} for update`,
  );
  if (!row) return fail('NOT_FOUND');
  return wanted.includes(row.state) ? ok(row) : fail('NEED_STATE', { state: needStates[row.state] });
}

/** 交办: who sees to it, and by when; given again to another hand where the first cannot. */
export async function giveNeed(tx: Tx, id: string, given: z.output<typeof GiveInput>): Promise<Result<null>> {
  const found = await inState(tx, id, ['found', 'given']);
  if (!found.ok) return found;
  if (found.value.orderId) return fail('NEED_ORDERED');
  const dueOn = given.dueOn as PlainDate;
  if (dueOn < tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'dueOn', message: '请填今天或者以后的日期' }]);
  await tx.run(sql`update care_need set state = 'given', owner = ${given.owner}, due_on = ${dueOn} where id = ${id}`);
  const { personId, division } = found.value;
  await recordAudit(tx, { action: 'care-need.given', subject: { kind: 'care-need', id }, personId, division });
  return ok(null);
}

export async function closeNeed(
  tx: Tx,
  id: string,
  given: z.output<typeof CloseInput>,
): Promise<Result<null, 'NOT_FOUND' | 'NEED_STATE' | 'NEED_ORDERED'>> {
  const found = await inState(tx, id, ['given']);
  if (!found.ok) return found;
  if (found.value.orderId) return fail('NEED_ORDERED');
  await tx.run(
    sql`update care_need set state = 'closed', result = ${tx.keys.seal(given.result, resultPlace(id))}, closed_on = ${tx.today}, closed_by = ${tx.actor.name} where id = ${id}`,
  );
  const { personId, division } = found.value;
  await recordAudit(tx, { action: 'care-need.closed', subject: { kind: 'care-need', id }, personId, division });
  return ok(null);
}
