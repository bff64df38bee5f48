/** 互助养老: asked for, taken, done, confirmed by the helped; helpers registered and looked at; points and what they become (4.16). */
import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand, systemActor } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn, plainDateOf, plusDays, shortDate, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { OLD } from '../register/terms.ts';
import './errors.ts';
import { aidLimits } from './parameters.ts';
import { pointsFor } from './rules.ts';
import type { Asked, Assigned, Done, Ended, HelperCheck, NewAid, NewHelper, OwnAid, OwnHelper, Redemption } from './schema.ts';
import { aidPlace } from './sealed.ts';
import { type Aid, aidFor, type Helper, helperOf, lockHelper } from './store.ts';
import { type AidChannel, aidKinds, type ConfirmWay, helperStates } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;

defineTemplates({
  'mutual-aid.taken': {
    title: '有人来帮您了',
    text: '{name}接了您的“{what}”，{when}来。确认码{code}，做完了、满意了再告诉对方。',
  },
  'mutual-aid.points': { title: '互助积分', text: '您帮{name}“{what}”{minutes}分钟，已经确认，记{points}分。' },
  'mutual-aid.waits': { title: '互助求助要看一看', text: '{place}有{count}件互助求助没有人接，或者做完几天没有确认。' },
});

const record = (tx: Tx, action: AuditAction, aid: Pick<Aid, 'id' | 'personId' | 'division'>) =>
  recordAudit(tx, { action, subject: { kind: 'mutual-aid', id: aid.id }, personId: aid.personId, division: aid.division });
const instant = (on: PlainDate, time: string): string => new Date(`${on}T${time}:00+08:00`).toISOString();

interface Person {
  id: string;
  name: string;
  division: DivisionCode;
  birthDate: PlainDate;
}
const personById = (tx: Tx, id: string): Promise<Person | null> =>
  tx.maybe<Person>(
    sql`select id, name, division, birth_date from person where id = ${id} and life_state <> 'dead' and merged_into is null`,
  );
async function personByNumber(tx: Tx, given: { idNumber: string; name: string }): Promise<Result<Person, 'AID_PERSON'>> {
  const found = await findByIdNumber(tx, given.idNumber);
  const person = found && found.name === given.name ? await personById(tx, found.id) : null;
  return person ? ok(person) : fail('AID_PERSON');
}

async function ask(
  tx: Tx,
  person: Person,
  of: { division: DivisionCode; channel: AidChannel; wish: Given<typeof OwnAid> },
): Promise<Result<{ id: string }>> {
  if (ageOn(person.birthDate, tx.today) < OLD) return fail('AID_TOO_YOUNG', { name: person.name });
  const { kind, on, time, note } = of.wish;
  if (on < tx.today) return wrong('on', '不能早于今天');
  const id = newId();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await tx.run(sql`insert into aid_request (id, person_id, division, kind, wanted_at, note, channel, asked_at, asked_by, asked_name, code)
    values (${id}, ${person.id}, ${of.division}, ${kind}, ${instant(on, time)}, ${note ? tx.keys.seal(note, aidPlace('note', id)) : null}, ${of.channel}, ${tx.now},
      ${tx.actor.id}, ${tx.actor.name}, ${tx.keys.seal(code, aidPlace('code', id))})`);
  await record(tx, 'mutual-aid.asked', { id, personId: person.id, division: of.division });
  return ok({ id });
}

/** By the village, or by the telephone operator, for an elder. */
export async function askFor(tx: Tx, given: Given<typeof NewAid>): Promise<Result<{ id: string }>> {
  const person = await personByNumber(tx, given);
  if (!person.ok) return person;
  const { idNumber: _, name: __, division, ...wish } = given;
  if (tx.divisions.get(division)?.level !== 'village') return wrong('division', '请选到村（社区）');
  return ask(tx, person.value, {
    division: division as DivisionCode,
    channel: isOneOf(tx.actor, ['hotline-agent']) ? 'phone' : 'village',
    wish,
  });
}
/** By the elder on the telephone. */
export async function askOwn(tx: Tx, personId: string, wish: Given<typeof OwnAid>): Promise<Result<{ id: string }>> {
  const person = await personById(tx, personId);
  return person ? ask(tx, person, { division: person.division, channel: 'portal', wish }) : fail('AID_PERSON');
}

/** Taken by a helper who was looked at; the first one has it. */
export async function takeAid(tx: Tx, id: string, helper: Helper): Promise<Result<{ id: string }>> {
  const found = await aidFor(tx, id, 'take');
  if (!found.ok) return found;
  const aid = found.value;
  if (helper.state !== 'active') return fail('AID_HELPER_STATE', { state: helperStates[helper.state].zh });
  if (helper.personId === aid.personId) return fail('AID_SELF');
  if (helper.division.slice(0, 9) !== aid.division.slice(0, 9)) return fail('NOT_FOUND');
  await tx.run(
    sql`update aid_request set state = 'taken', helper_id = ${helper.id}, taken_at = ${tx.now}, told = false where id = ${id}`,
  );
  await record(tx, 'mutual-aid.taken', aid);
  await notify(tx, {
    to: { personId: aid.personId },
    template: 'mutual-aid.taken',
    params: {
      name: helper.name,
      what: aidKinds[aid.kind],
      when: `${shortDate(plainDateOf(aid.wantedAt))}${timeOfDay(aid.wantedAt)}`,
      code: tx.keys.open(aid.code, aidPlace('code', id)),
    },
  });
  return ok({ id });
}
export async function assignAid(tx: Tx, id: string, { helperId }: Given<typeof Assigned>): Promise<Result<{ id: string }>> {
  const helper = await lockHelper(tx, helperId);
  return helper ? takeAid(tx, id, helper) : fail('NOT_FOUND');
}

/** Given back by who has taken it: open for others again. */
export async function releaseAid(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await aidFor(tx, id, 'release');
  if (!found.ok) return found;
  await tx.run(sql`update aid_request set state = 'open', helper_id = null, taken_at = null where id = ${id}`);
  await record(tx, 'mutual-aid.released', found.value);
  return ok({ id });
}

/** Done, with time and place. No helper is in two places at once, nor at it for more than the day allows; with the elder's code it is confirmed at once. */
export async function doneAid(
  tx: Tx,
  id: string,
  given: Given<typeof Done>,
): Promise<Result<{ id: string; points: number | null }>> {
  const found = await aidFor(tx, id, 'done');
  if (!found.ok) return found;
  const aid = found.value;
  const set = await aidLimits(tx, 'AID-DAY-HOURS', 'AID-LATE-DAYS');
  if (!set.ok) return set;
  const [from, to] = [instant(given.on, given.from), instant(given.on, given.to)];
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  if (minutes < 1) return wrong('to', '要晚于开始的时间');
  if (to > tx.now) return wrong('to', '还没有到这个时间');
  if (given.on < plusDays(tx.today, -set.value['AID-LATE-DAYS']))
    return wrong('on', `做完${set.value['AID-LATE-DAYS']}天以内登记`);
  const helper = (await lockHelper(tx, aid.helperId!))!;
  const day = await tx.maybe<{ minutes: number }>(
    sql`select minutes from aid_day where helper_id = ${helper.id} and on_date = ${given.on}`,
  );
  const known = day?.minutes ?? 0;
  const hours = set.value['AID-DAY-HOURS'];
  if (known + minutes > hours * 60) return fail('AID_DAY_FULL', { on: shortDate(given.on), known, hours });
  const elsewhere =
    await tx.maybe(sql`select 1 as one from aid_request where helper_id = ${helper.id} and state in ('done', 'confirmed')
    and from_at < ${to} and to_at > ${from} limit 1`);
  if (elsewhere) return fail('AID_OVERLAP');
  if (given.code !== '' && given.code !== tx.keys.open(aid.code, aidPlace('code', id))) return fail('CARE_CODE_WRONG');
  await tx.run(sql`update aid_request set state = 'done', from_at = ${from}, to_at = ${to}, minutes = ${minutes}, place = ${given.place}, done_at = ${tx.now},
    done_by = ${tx.actor.id}, done_name = ${tx.actor.name} where id = ${id}`);
  await record(tx, 'mutual-aid.done', aid);
  if (given.code === '') return ok({ id, points: null });
  return confirmAid(tx, { ...aid, fromAt: from, minutes }, { way: 'code', name: aid.personName });
}

/** Confirmed: from here on the points count. */
async function confirmAid(
  tx: Tx,
  aid: Aid,
  of: { way: ConfirmWay; name: string },
): Promise<Result<{ id: string; points: number }>> {
  const set = await aidLimits(tx, 'AID-POINTS');
  if (!set.ok) return set;
  const points = pointsFor(aid.minutes!, set.value['AID-POINTS']);
  await tx.run(sql`update aid_request set state = 'confirmed', confirmed_at = ${tx.now}, confirmed_way = ${of.way}, confirmed_by = ${tx.actor.id},
    confirmed_name = ${of.name}, points = ${points} where id = ${aid.id}`);
  await record(tx, 'mutual-aid.confirmed', aid);
  await notify(tx, {
    to: { personId: aid.helperPersonId! },
    template: 'mutual-aid.points',
    params: { name: aid.personName, what: aidKinds[aid.kind], minutes: aid.minutes!, points },
  });
  return ok({ id: aid.id, points });
}
export async function confirmOwn(tx: Tx, id: string): Promise<Result<{ id: string; points: number }>> {
  const found = await aidFor(tx, id, 'confirm');
  return found.ok ? confirmAid(tx, found.value, { way: 'self', name: found.value.personName }) : found;
}
/** The village has asked the elder: neither who wrote it down nor who helped. */
export async function confirmForElder(
  tx: Tx,
  id: string,
  { who }: Given<typeof Asked>,
): Promise<Result<{ id: string; points: number }>> {
  const found = await aidFor(tx, id, 'confirm');
  if (!found.ok) return found;
  const aid = found.value;
  if (isOwnHand(tx.actor, aid.doneBy, aid.doneAt!) || tx.actor.ownPersonId === aid.helperPersonId) return fail('AID_OWN_HAND');
  return confirmAid(tx, aid, { way: 'village', name: `${tx.actor.name}，问了${who}` });
}

const end =
  (act: 'deny' | 'cancel' | 'void', state: 'denied' | 'cancelled' | 'voided', action: AuditAction) =>
  async (tx: Tx, id: string, { reason }: Given<typeof Ended>): Promise<Result<{ id: string }>> => {
    const found = await aidFor(tx, id, act);
    if (!found.ok) return found;
    if (found.value.helperId) await lockHelper(tx, found.value.helperId);
    await tx.run(sql`update aid_request set state = ${state}, end_reason = ${reason} where id = ${id}`);
    await record(tx, action, found.value);
    return ok({ id });
  };
export const denyAid = end('deny', 'denied', 'mutual-aid.denied');
export const cancelAid = end('cancel', 'cancelled', 'mutual-aid.cancelled');
/** Struck out after it was confirmed: its points go back, below zero where they are spent. */
export const voidAid = end('void', 'voided', 'mutual-aid.voided');

async function register(tx: Tx, person: Person, given: Given<typeof OwnHelper>): Promise<Result<{ id: string }>> {
  if (given.kind === 'young-old') {
    const set = await aidLimits(tx, 'AID-YOUNG-OLD');
    if (!set.ok) return set;
    const age = ageOn(person.birthDate, tx.today);
    if (age < OLD || age >= set.value['AID-YOUNG-OLD'])
      return fail('AID_HELPER_AGE', { name: person.name, age: set.value['AID-YOUNG-OLD'] });
  }
  const id = newId();
  const added = await tx.run(sql`insert into aid_helper (id, person_id, division, kind, offers, registered_on, registered_by)
    values (${id}, ${person.id}, ${person.division}, ${given.kind}, ${given.offers}, ${tx.today}, ${tx.actor.id}) on conflict (person_id) do nothing`);
  if (added === 0) return fail('AID_HELPER_KNOWN', { name: person.name });
  await recordAudit(tx, {
    action: 'mutual-aid.helper-registered',
    subject: { kind: 'aid-helper', id },
    personId: person.id,
    division: person.division,
  });
  return ok({ id });
}
export async function registerHelper(tx: Tx, given: Given<typeof NewHelper>): Promise<Result<{ id: string }>> {
  const person = await personByNumber(tx, given);
  if (!person.ok) return person;
  const { division } = person.value;
  if (division < tx.actor.lo! || division >= tx.actor.hi!) return fail('AID_PERSON');
  return register(tx, person.value, given);
}
export async function registerOwn(tx: Tx, personId: string, given: Given<typeof OwnHelper>): Promise<Result<{ id: string }>> {
  const person = await personById(tx, personId);
  return person ? register(tx, person, given) : fail('AID_PERSON');
}

async function helperFor(
  tx: Tx,
  id: string,
  states: readonly Helper['state'][],
): Promise<Result<Helper, 'NOT_FOUND' | 'AID_HELPER_STATE'>> {
  const helper = await lockHelper(tx, id);
  if (!helper || helper.division < tx.actor.lo! || helper.division >= tx.actor.hi!) return fail('NOT_FOUND');
  return states.includes(helper.state) ? ok(helper) : fail('AID_HELPER_STATE', { state: helperStates[helper.state].zh });
}
const recordHelper = (tx: Tx, action: AuditAction, helper: Helper) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'aid-helper', id: helper.id },
    personId: helper.personId,
    division: helper.division,
  });

/** Looked at by another hand than entered him. */
export async function checkHelper(tx: Tx, id: string, { note }: Given<typeof HelperCheck>): Promise<Result<{ id: string }>> {
  const found = await helperFor(tx, id, ['registered', 'stopped']);
  if (!found.ok) return found;
  if (isOwnHand(tx.actor, found.value.registeredBy, found.value.registeredOn) || tx.actor.ownPersonId === found.value.personId)
    return fail('AID_OWN_CHECK');
  await tx.run(
    sql`update aid_helper set state = 'active', checked_on = ${tx.today}, checked_by = ${tx.actor.id}, note = ${note} where id = ${id}`,
  );
  await recordHelper(tx, 'mutual-aid.helper-checked', found.value);
  return ok({ id });
}
export async function stopHelper(tx: Tx, id: string, { reason }: Given<typeof Ended>): Promise<Result<{ id: string }>> {
  const found = await helperFor(tx, id, ['active']);
  if (!found.ok) return found;
  await tx.run(sql`update aid_helper set state = 'stopped', note = ${reason} where id = ${id}`);
  await recordHelper(tx, 'mutual-aid.helper-stopped', found.value);
  return ok({ id });
}

/** 兑换: in the village, for what it has to give; never more than is there. */
export async function redeemPoints(
  tx: Tx,
  id: string,
  { points, what }: Given<typeof Redemption>,
): Promise<Result<{ left: number }>> {
  const found = await helperFor(tx, id, ['active', 'stopped']);
  if (!found.ok) return found;
  const helper = found.value;
  if (helper.points < points) return fail('AID_POINTS_SHORT', { points: helper.points });
  await tx.run(sql`insert into aid_redemption (id, helper_id, division, points, what, at, by_id, by_name)
    values (${newId()}, ${id}, ${helper.division}, ${points}, ${what}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await recordHelper(tx, 'mutual-aid.redeemed', helper);
  return ok({ left: helper.points - points });
}

/** The helper that a resident is, checked. */
export async function ownHelper(tx: Tx, personId: string): Promise<Result<Helper, 'AID_NOT_HELPER'>> {
  const helper = await helperOf(tx, personId);
  return helper?.state === 'active' ? ok((await lockHelper(tx, helper.id))!) : fail('AID_NOT_HELPER');
}

const requestOfDead = sql`p.id = r.person_id and p.life_state = 'dead' and r.state in ('open', 'taken')`;
const helperDead = sql`p.id = h.person_id and p.life_state = 'dead' and h.state = 'active'`;
/** Nobody has taken it by its hour, or confirms what was done. */
async function waits(tx: Tx): Promise<Sql> {
  const set = await aidLimits(tx, 'AID-CONFIRM-DAYS');
  if (!set.ok) throw new Error(`mutual aid: ${set.params.key}`);
  const before = new Date(Date.parse(tx.now) - set.value['AID-CONFIRM-DAYS'] * 86_400_000).toISOString();
  return sql`not told and ((state = 'open' and wanted_at < ${tx.now}) or (state = 'done' and done_at < ${before}))`;
}

/** Daily: what is over with a death; what nobody has taken by its hour, and what was done and nobody confirms, told to the village once. */
export const watchAid = whenDue(
  async (tx) =>
    anyRow(
      tx,
      sql`aid_request r, person p where ${requestOfDead}`,
      sql`aid_helper h, person p where ${helperDead}`,
      sql`aid_request where ${await waits(tx)}`,
    ),
  (context) =>
    context.write(systemActor('mutual-aid-watch', context.city), async (tx) => {
      await tx.run(
        sql`update aid_request r set state = 'cancelled', end_reason = '老人去世' from person p where ${requestOfDead}`,
      );
      await tx.run(sql`update aid_helper h set state = 'stopped', note = '去世' from person p where ${helperDead}`);
      const late = await tx.rows<{ division: DivisionCode }>(
        sql`update aid_request set told = true where ${await waits(tx)} returning division`,
      );
      for (const [division, some] of Map.groupBy(late, (of) => of.division))
        await notify(tx, {
          to: { performer: 'village-worker', division },
          template: 'mutual-aid.waits',
          params: { place: tx.divisions.get(division)?.name ?? '', count: some.length },
        });
      return late.length;
    }),
);
