/** The work of the desk on a call: answer, grade, send help, hear who goes, arrival, what was done, call back. Each step once, by the clock of the server. */
import type { z } from 'zod';
import { setValues, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { candidatesOf } from './candidates.ts';
import { toCall } from './chain.ts';
import './errors.ts';
import { openCall } from './intake.ts';
import { chainLimits, timeLimits } from './parameters.ts';
import type { CallBack, Classify, FalseAlarm, HelpAnswer, Merge, NewCall, Resolve } from './schema.ts';
import { addStep, helpOf, helpPlace, type Incident, lockIncident } from './store.ts';
import { type CallState, type Ending, helpers, type Level, levels, type StepName, states, type Terrain } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;
type StateRefusal = 'NOT_FOUND' | 'CALL_STATE';

const inSeconds = (tx: Tx, seconds: number): string => new Date(Date.parse(tx.now) + seconds * 1000).toISOString();
const wrongState = ({ state }: Incident) => fail('CALL_STATE', { state: states[state] });

/** One step in one of these states: what it changes, what stands in the course, who did it. */
async function step(
  tx: Tx,
  incident: Incident,
  of: { action: string; step: StepName; set: Readonly<Record<string, unknown>>; note?: string | null | undefined },
): Promise<void> {
  await tx.run(
    sql`update emergency_incident set ${setValues({ ...of.set, version: incident.version + 1 } as Record<string, string | number | null>)} where id = ${incident.id}`,
  );
  await addStep(tx, incident, of.step, tx.actor.name, of.note);
  await recordAudit(tx, {
    action: of.action as 'emergency.answer',
    subject: { kind: 'emergency', id: incident.id },
    ...(incident.personId ? { personId: incident.personId } : {}),
    division: incident.division,
  });
}

async function inState(tx: Tx, id: string, wanted: readonly CallState[]): Promise<Result<Incident, StateRefusal>> {
  const incident = await lockIncident(tx, id);
  if (!incident) return fail('NOT_FOUND');
  return wanted.includes(incident.state) ? ok(incident) : wrongState(incident);
}

/** 接听: exactly one desk has it; who comes second is told who. */
export async function answerCall(tx: Tx, id: string): Promise<Result<null, StateRefusal | 'CALL_TAKEN' | 'PARAM_MISSING'>> {
  const incident = await lockIncident(tx, id);
  if (!incident) return fail('NOT_FOUND');
  if (incident.operatorId) return fail('CALL_TAKEN', { name: incident.operatorName! });
  if (incident.state !== 'ringing') return wrongState(incident);
  const limits = await timeLimits(tx);
  if (!limits.ok) return limits;
  await step(tx, incident, {
    action: 'emergency.answer',
    step: 'answered',
    set: {
      state: 'handling',
      t1: tx.now,
      nextAt: inSeconds(tx, limits.value.classify),
      operatorId: tx.actor.id,
      operatorName: tx.actor.name,
    },
  });
  return ok(null);
}

/** 分级: who does not answer when called back is in danger of life until the contrary is known. It may be graded anew until help has come. */
export async function classifyCall(
  tx: Tx,
  id: string,
  given: Given<typeof Classify>,
): Promise<Result<null, StateRefusal | 'CALL_NOBODY_ANSWERS' | 'PARAM_MISSING'>> {
  const found = await inState(tx, id, ['handling', 'dispatched']);
  if (!found.ok) return found;
  const level = Number(given.level) as Level;
  if (given.answered === 'no' && level !== 1) return fail('CALL_NOBODY_ANSWERS');
  const incident = found.value;
  const limits = await timeLimits(tx);
  if (!limits.ok) return limits;
  const { dispatch1, dispatch2 } = limits.value;
  const nextAt = level === 3 ? null : inSeconds(tx, level === 1 ? dispatch1 : dispatch2);
  await step(tx, incident, {
    action: 'emergency.classify',
    step: 'classified',
    set: { level, t2: incident.t2 ?? tx.now, ...(incident.state === 'handling' ? { nextAt } : {}) },
    note: [levels[given.level], given.answered === 'no' ? '回拨无人应答' : null, given.note].filter(Boolean).join('；'),
  });
  return incident.state === 'dispatched' ? callNext(tx, { ...incident, level, version: incident.version + 1 }) : ok(null);
}

/** 派出: of level 1 and 2 those of the chain who are due are called at once; a level 3 is no emergency and goes on as an order or a ticket. */
export async function dispatchHelp(tx: Tx, id: string): Promise<Result<null, StateRefusal | 'PARAM_MISSING'>> {
  const found = await inState(tx, id, ['handling']);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.level !== 1 && incident.level !== 2) return wrongState(incident);
  await step(tx, incident, { action: 'emergency.dispatch', step: 'dispatched', set: { state: 'dispatched', t3: tx.now } });
  return callNext(tx, { ...incident, state: 'dispatched', t3: tx.now, version: incident.version + 1 });
}

/** Calls whoever is due now, and notes when the next look is due. */
export async function callNext(tx: Tx, incident: Incident): Promise<Result<null, 'PARAM_MISSING'>> {
  const limits = await chainLimits(tx);
  if (!limits.ok) return limits;
  const { accept } = limits.value;
  const called = await helpOf(tx, incident.id);
  const candidates = await candidatesOf(tx, incident);
  const due = toCall(
    incident.level!,
    candidates,
    called.map(({ helper, responderId, calledAt, answer }) => ({ helper, id: responderId, calledAt, answer })),
    tx.now,
    accept,
  );
  let no = called.length;
  for (const one of due) {
    no++;
    await tx.run(sql`insert into emergency_help (incident_id, no, division, helper, responder_id, name, phone, called_at)
      values (${incident.id}, ${no}, ${incident.division}, ${one.helper}, ${one.id}, ${one.name}, ${one.phone ? tx.keys.seal(one.phone, helpPlace(incident.id, no)) : null}, ${tx.now})`);
    await addStep(tx, incident, 'called', tx.actor.name, `${helpers[one.helper]}：${one.name}`);
  }
  const contacted = incident.contactAt ?? (due.some(({ helper }) => helper === 'contact') ? tx.now : null);
  const accepted = called.some(({ helper, answer }) => answer === 'accepted' && helper !== 'ambulance' && helper !== 'contact');
  const nextAt = accepted ? null : inSeconds(tx, accept);
  await tx.run(sql`update emergency_incident set contact_at = ${contacted}, next_at = ${nextAt} where id = ${incident.id}`);
  if (due.length > 0 && called.length > 0 && incident.drillId === null)
    await emit(tx, {
      type: 'emergency.escalated',
      subject: { kind: 'emergency', id: incident.id },
      division: incident.division,
      payload: { incidentId: incident.id, level: incident.level, step: due[0]!.helper },
    });
  return ok(null);
}

/** What somebody who was called said: who accepts goes; who declines is followed by the next at once. */
export async function answerHelp(
  tx: Tx,
  id: string,
  given: Given<typeof HelpAnswer>,
): Promise<Result<null, StateRefusal | 'PARAM_MISSING'>> {
  const found = await inState(tx, id, ['dispatched', 'on-scene']);
  if (!found.ok) return found;
  const incident = found.value;
  const [one] = await tx.rows<{
    name: string;
    helper: keyof typeof helpers;
  }>(sql`update emergency_help set answer = ${given.answer}, answered_at = ${tx.now}
    where incident_id = ${id} and no = ${given.no} and answer is null returning name, helper`);
  if (!one) return fail('NOT_FOUND');
  const goes = given.answer === 'accepted' && one.helper !== 'contact' && one.helper !== 'ambulance';
  await step(tx, incident, {
    action: 'emergency.help-answer',
    step: given.answer,
    set: goes ? { t4: incident.t4 ?? tx.now, nextAt: null } : {},
    note: `${helpers[one.helper]}：${one.name}`,
  });
  return given.answer === 'declined' && incident.state === 'dispatched'
    ? callNext(tx, { ...incident, version: incident.version + 1 })
    : ok(null);
}

export async function arrive(tx: Tx, id: string): Promise<Result<null, StateRefusal>> {
  const found = await inState(tx, id, ['dispatched']);
  if (!found.ok) return found;
  await step(tx, found.value, {
    action: 'emergency.arrive',
    step: 'arrived',
    set: { state: 'on-scene', t5: tx.now, nextAt: null },
  });
  return ok(null);
}

/** 处置完毕: then it is called back within the limit. A call of level 3 is resolved by what it was passed on to. */
export async function resolveCall(tx: Tx, id: string, { result }: Given<typeof Resolve>): Promise<Result<null, StateRefusal>> {
  const found = await inState(tx, id, ['handling', 'dispatched', 'on-scene']);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.level === null || (incident.level !== 3 && incident.state === 'handling')) return wrongState(incident);
  await step(tx, incident, {
    action: 'emergency.resolve',
    step: 'resolved',
    set: { state: 'follow-up', t6: tx.now, nextAt: null },
    note: result,
  });
  return ok(null);
}

/** 回访 closes. */
export async function callBack(tx: Tx, id: string, { result }: Given<typeof CallBack>): Promise<Result<null, StateRefusal>> {
  const found = await inState(tx, id, ['follow-up']);
  if (!found.ok) return found;
  const incident = found.value;
  await step(tx, incident, {
    action: 'emergency.call-back',
    step: 'called-back',
    set: { state: 'closed', t7: tx.now, closedAt: tx.now },
    note: result,
  });
  await tellClosed(tx, { ...incident, t7: tx.now }, 'resolved');
  return ok(null);
}

/** To those who count calls; a drill is none. */
async function tellClosed(tx: Tx, incident: Incident, result: Ending | 'resolved'): Promise<void> {
  if (incident.drillId !== null) return;
  const { id, division, t0, t1, t2, t3, t4, t5, t6, t7 } = incident;
  await emit(tx, {
    type: 'emergency.closed',
    subject: { kind: 'emergency', id },
    division,
    payload: { incidentId: id, result, t0, t1, t2, t3, t4, t5, t6, t7 },
  });
}

/** Ends a call without help: false, proven by a talk with the old person; or the same as another one. */
async function endWithout(
  tx: Tx,
  incident: Incident,
  of: { action: string; step: StepName; ending: Ending; into?: string; note?: string | undefined },
): Promise<void> {
  await step(tx, incident, {
    action: of.action,
    step: of.step,
    set: { state: 'closed', ending: of.ending, closedAt: tx.now, nextAt: null, sameAs: of.into ?? null },
    note: of.note,
  });
  await tellClosed(tx, incident, of.ending);
}

export async function falseAlarm(tx: Tx, id: string, { note }: Given<typeof FalseAlarm>): Promise<Result<null, StateRefusal>> {
  const found = await inState(tx, id, ['handling', 'dispatched']);
  if (!found.ok) return found;
  await endWithout(tx, found.value, {
    action: 'emergency.false-alarm',
    step: 'false-alarm',
    ending: 'false-alarm',
    note: ['已与老人通话，平安', note].filter(Boolean).join('；'),
  });
  return ok(null);
}

export async function mergeCall(
  tx: Tx,
  id: string,
  { into }: Given<typeof Merge>,
): Promise<Result<null, StateRefusal | 'CALL_SELF'>> {
  const found = await inState(tx, id, ['handling']);
  if (!found.ok) return found;
  const other = into === id ? null : await lockIncident(tx, into);
  // 演练不和真的呼叫并在一起。
  if (!other || other.closedAt || (other.drillId === null) !== (found.value.drillId === null)) return fail('CALL_SELF');
  await tx.run(
    sql`update emergency_incident set repeats = repeats + 1, presumed = least(presumed, ${found.value.presumed}), version = version + 1 where id = ${into}`,
  );
  await addStep(tx, other, 'repeated', tx.actor.name, '并入另一个呼叫');
  await endWithout(tx, found.value, { action: 'emergency.merge', step: 'merged', ending: 'merged', into });
  return ok(null);
}

/** 电话求助 that an operator writes down: it is answered already. Whoever is registered brings home, contacts and terrain. */
export async function recordCall(
  tx: Tx,
  given: Given<typeof NewCall>,
): Promise<Result<{ id: string }, StateRefusal | 'CALL_TAKEN' | 'PARAM_MISSING'>> {
  const person = given.idNumber ? await findByIdNumber(tx, given.idNumber) : null;
  const home =
    person &&
    (await tx.maybe<{ id: string; division: DivisionCode; terrain: Terrain }>(
      sql`select id, division, terrain from emergency_home where person_id = ${person.id} and ended_on is null`,
    ));
  const division = home?.division ?? (given.division as DivisionCode);
  if (tx.divisions.get(division)?.level !== 'village') return fail('NOT_FOUND');
  const { id } = await openCall(tx, {
    division,
    terrain: home?.terrain ?? 'plain',
    source: 'phone',
    homeId: home?.id ?? null,
    personId: person?.id ?? null,
    presumed: 2,
    by: tx.actor.name,
    said: given.said,
  });
  await recordAudit(tx, { action: 'emergency.recorded', subject: { kind: 'emergency', id }, division });
  const answered = await answerCall(tx, id);
  return answered.ok ? ok({ id }) : answered;
}
