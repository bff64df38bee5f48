/** 敲门无应答: from the door where nobody answers to the emergency desk, each step with its time. Whoever finds the person ends it. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Plan } from '../../../kernel/task/server.ts';
import { eachApart, whenDue } from '../../../kernel/worker/server.ts';
import { openCall } from '../emergency/intake.ts';
import type { Terrain } from '../emergency/terms.ts';
import { townshipOf } from '../offices.ts';
import './errors.ts';
import { type Knock, knockDue, knockNext, knockTimes } from './knock.ts';
import { knockLimits } from './parameters.ts';
import type { CalledInput, FoundInput } from './schema.ts';
import { calledPlace, outcomePlace } from './sealed.ts';
import type { Level, NoAnswerOutcome, NoAnswerStep } from './terms.ts';
import './templates.ts';

interface KnockCase extends Knock {
  readonly id: string;
  readonly personId: string;
  readonly division: DivisionCode;
  readonly step: NoAnswerStep;
  readonly openedAt: string;
  readonly closedAt: string | null;
}
const columns = sql`id, person_id, division, level, opened_at, calls_by, second_by, step, called_at, second_at, township_at, desk_at, closed_at`;

const lock = (tx: Tx, id: string): Promise<KnockCase | null> =>
  tx.maybe<KnockCase>(
    sql`select ${columns} from no_answer_case where id = ${id} and division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''} for update`,
  );

const tell = (tx: Tx, of: Pick<KnockCase, 'personId' | 'division'>, step: NoAnswerStep | 'opened'): Promise<unknown> =>
  emit(tx, {
    type: 'noanswer.escalated',
    subject: { kind: 'person', id: of.personId },
    division: of.division,
    payload: { personId: of.personId, step, at: tx.now },
  });

/** The first knock in vain opens the search; the next one on the same search is the second visit. */
export async function knockAgain(tx: Tx, plan: Plan, at: string): Promise<void> {
  const open = await tx.maybe<KnockCase>(
    sql`select ${columns} from no_answer_case where person_id = ${plan.personId} and closed_at is null for update`,
  );
  if (open) {
    // 同一次敲门送来两遍，或者更早的晚到了，不算第二次上门。
    if (open.secondAt !== null || at <= open.openedAt) return;
    await tx.run(
      sql`update no_answer_case set second_at = ${at}, step = case when step = 'calling' then 'second' else step end where id = ${open.id}`,
    );
    await passOn(tx, { ...open, secondAt: at });
    return;
  }
  const id = newId();
  const { callsBy, secondBy } = knockTimes(plan.level as Level, at, await knockLimits(tx));
  const { personId, division, level } = plan;
  await tx.run(sql`insert into no_answer_case (id, person_id, division, level, opened_at, calls_by, second_by, next_at)
    values (${id}, ${personId}, ${division}, ${level}, ${at}, ${callsBy}, ${secondBy}, ${callsBy})`);
  await tell(tx, { personId, division }, 'opened');
}

/** Tells who must be told by now, and notes when to look again. */
async function passOn(tx: Tx, knock: KnockCase, now = tx.now): Promise<void> {
  const due = knockDue(knock, now);
  let after: KnockCase = knock;
  if (due.township) {
    after = { ...after, townshipAt: tx.now, step: 'township' };
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf(knock) },
      template: 'visit.knock',
      params: {
        place: tx.divisions.fullName(knock.division),
        what: knock.secondAt ? '第二次上门还是没有人应' : knock.calledAt ? '没有按时再上门' : '没有按时打电话找人',
      },
    });
    await tell(tx, knock, 'township');
  }
  let incidentId: string | null = null;
  if (due.desk) {
    incidentId = await callDesk(tx, knock);
    after = { ...after, deskAt: tx.now, step: 'desk' };
  }
  await tx.run(sql`update no_answer_case set township_at = ${after.townshipAt}, desk_at = ${after.deskAt}, step = ${after.step}, next_at = ${knockNext(after)},
    incident_id = coalesce(incident_id, ${incidentId}::uuid) where id = ${knock.id}`);
}

/** Nobody has a trace: the emergency desk has it, as danger to life until the contrary is known. */
async function callDesk(tx: Tx, knock: KnockCase): Promise<string> {
  const home = await tx.maybe<{ id: string; terrain: Terrain }>(
    sql`select id, terrain from emergency_home where person_id = ${knock.personId} and ended_on is null`,
  );
  const { id } = await openCall(tx, {
    division: knock.division,
    terrain: home?.terrain ?? 'plain',
    source: 'person',
    homeId: home?.id ?? null,
    personId: knock.personId,
    presumed: 1,
    by: '探访敲门无应答',
    said: '探访两次敲门无人应，电话也没有找到人，请派人到场，必要时请公安、消防开门，村（居）委会在场。',
  });
  await tell(tx, knock, 'desk');
  return id;
}

const dueSearches = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from no_answer_case where next_at is not null and next_at <= ${tx.now} order by next_at limit 100`,
  );

/** Searches whose time has come; looked after every second, mostly there is none. Gives how many; one that fails holds up no other. */
export const watchKnocks = whenDue(dueSearches, async (context) => {
  const actor = systemActor('elder-visits', context.city);
  const due = await context.read(actor, dueSearches);
  return eachApart(due, 'searches at doors', ({ id }) =>
    context.write(actor, async (tx) => {
      const knock = await lock(tx, id);
      if (knock && knock.closedAt === null) await passOn(tx, knock);
    }),
  );
});

async function open(tx: Tx, id: string): Promise<Result<KnockCase, 'NOT_FOUND' | 'KNOCK_CLOSED'>> {
  const knock = await lock(tx, id);
  if (!knock) return fail('NOT_FOUND');
  return knock.closedAt ? fail('KNOCK_CLOSED') : ok(knock);
}

const onRecord = (
  tx: Tx,
  action: 'no-answer.called' | 'no-answer.passed-on' | 'no-answer.closed',
  knock: KnockCase,
  detail = {},
) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'no-answer', id: knock.id },
    personId: knock.personId,
    division: knock.division,
    detail,
  });

/** N1: whom they called, and what was said. */
export async function callsMade(
  tx: Tx,
  id: string,
  given: z.output<typeof CalledInput>,
): Promise<Result<null, 'NOT_FOUND' | 'KNOCK_CLOSED'>> {
  const found = await open(tx, id);
  if (!found.ok) return found;
  const knock = found.value;
  await tx.run(sql`update no_answer_case set called_at = coalesce(called_at, ${tx.now}), called_note = ${tx.keys.seal(given.note, calledPlace(id))},
    next_at = ${knockNext({ ...knock, calledAt: knock.calledAt ?? tx.now })} where id = ${id}`);
  await onRecord(tx, 'no-answer.called', knock);
  return ok(null);
}

/** The township does not wait for the clock. */
export async function toDesk(tx: Tx, id: string): Promise<Result<null, 'NOT_FOUND' | 'KNOCK_CLOSED' | 'KNOCK_AT_DESK'>> {
  const found = await open(tx, id);
  if (!found.ok) return found;
  const knock = found.value;
  if (knock.deskAt) return fail('KNOCK_AT_DESK');
  const incidentId = await callDesk(tx, knock);
  await tx.run(
    sql`update no_answer_case set township_at = coalesce(township_at, ${tx.now}), desk_at = ${tx.now}, step = 'desk', next_at = null, incident_id = ${incidentId} where id = ${id}`,
  );
  await onRecord(tx, 'no-answer.passed-on', knock);
  return ok(null);
}

export async function foundSomebody(
  tx: Tx,
  id: string,
  given: z.output<typeof FoundInput>,
): Promise<Result<null, 'NOT_FOUND' | 'KNOCK_CLOSED'>> {
  const found = await open(tx, id);
  if (!found.ok) return found;
  await closeKnock(tx, found.value.personId, given);
  await onRecord(tx, 'no-answer.closed', found.value, { outcome: given.outcome });
  return ok(null);
}

/** Ends the search for somebody, where there is one; who is lost is looked for by others. */
export async function closeKnock(tx: Tx, personId: string, of: { outcome: NoAnswerOutcome; note: string }): Promise<void> {
  const [knock] = await tx.rows<{ id: string; division: DivisionCode; openedAt: string }>(
    sql`select id, division, opened_at from no_answer_case where person_id = ${personId} and closed_at is null for update`,
  );
  if (!knock) return;
  await tx.run(sql`update no_answer_case set outcome = ${of.outcome}, outcome_note = ${tx.keys.seal(of.note, outcomePlace(knock.id))}, closed_at = ${tx.now}, closed_by = ${tx.actor.name},
    next_at = null where id = ${knock.id}`);
  if (of.outcome === 'lost')
    await emit(tx, {
      type: 'elder.lost.suspected',
      subject: { kind: 'person', id: personId },
      division: knock.division,
      payload: { personId, lastSeenAt: await lastSeen(tx, personId), division: knock.division },
    });
}

async function lastSeen(tx: Tx, personId: string): Promise<string | null> {
  const row = await tx.maybe<{ at: string }>(
    sql`select ended_at as at from elder_visit where person_id = ${personId} and outcome <> 'no-answer' and validity <> 'invalid' order by ended_at desc limit 1`,
  );
  return row?.at ?? null;
}
