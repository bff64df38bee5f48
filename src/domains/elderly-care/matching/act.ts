/** 供需对接: a need is entered, something is offered, the person says yes or no; three working days without an offer and it stands on the list of gaps. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { townshipOf } from '../offices.ts';
import { needs as needNames } from '../visits/terms.ts';
import './errors.ts';
import { barred } from './rules.ts';
import type { NewNeed, OfferAnswer, OwnNeed, Supplied } from './schema.ts';
import { needNotePlace } from './sealed.ts';
import { type Matches, needRow } from './store.ts';
import { matchables, type NeedSource } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;

async function addNeed(
  tx: Tx,
  of: { personId: string; division: DivisionCode; source: NeedSource; by: string; wish: Given<typeof OwnNeed> },
): Promise<Result<{ id: string }>> {
  const { personId, division, wish } = of;
  const known = await tx.maybe(
    sql`select 1 as one from care_need where person_id = ${personId} and code = ${wish.code} and state <> 'closed' limit 1`,
  );
  if (known) return fail('MATCH_KNOWN', { what: needNames[wish.code] });
  const days = await wholeParameter(tx, 'MATCH-DAYS', tx.city, tx.today);
  if (!days.ok) return days;
  const id = newId();
  const by = tx.calendar.addWorkdays(tx.today, days.value, division);
  await tx.run(sql`insert into care_need (id, person_id, division, code, urgency, due_on, found_at, found_by, source, budget_fen, special, note, match_by)
    values (${id}, ${personId}, ${division}, ${wish.code}, 'normal', ${by}, ${tx.now}, ${of.by}, ${of.source}, ${wish.budgetYuan ? wish.budgetYuan * 100 : null},
      ${wish.specials}::text[], ${wish.note ? tx.keys.seal(wish.note, needNotePlace(id)) : null}, ${by})`);
  await recordAudit(tx, { action: 'care-match.registered', subject: { kind: 'care-need', id }, personId, division });
  return ok({ id });
}

export async function registerNeed(tx: Tx, given: Given<typeof NewNeed>): Promise<Result<{ id: string }>> {
  const person = await findByIdNumber(tx, given.idNumber);
  if (!person || person.name !== given.name) return fail('MATCH_PERSON');
  if (!inScope(given.division as DivisionCode, tx.actor.division ?? tx.city)) return fail('DIVISION_FOREIGN');
  if (tx.divisions.get(given.division as DivisionCode)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选到村（社区）' }]);
  const { idNumber: _, name: __, division, ...wish } = given;
  return addNeed(tx, {
    personId: person.id,
    division: division as DivisionCode,
    source: 'register',
    by: tx.actor.name,
    wish,
  });
}

/** 本人在网上提. */
export async function ownNeed(tx: Tx, wish: Given<typeof OwnNeed>): Promise<Result<{ id: string }>> {
  const { personId } = tx.actor;
  const person =
    personId &&
    (await tx.maybe<{ name: string; division: DivisionCode }>(sql`select name, division from person where id = ${personId}`));
  if (!person) return fail('MATCH_PERSON');
  return addNeed(tx, { personId, division: person.division, source: 'portal', by: person.name, wish });
}

/** 介绍一家: judged anew when it is pressed; the need has then somebody who sees to it. */
export async function offerSupply(
  tx: Tx,
  id: string,
  { kind, supplyId }: Given<typeof Supplied>,
  { wish, norms, all }: Matches,
): Promise<Result<{ id: string }>> {
  const need = await needRow(tx, id, true);
  if (!need) return fail('NOT_FOUND');
  if (need.state === 'closed') return fail('MATCH_CLOSED');
  const one = all.find((of) => of.kind === kind && of.id === supplyId);
  if (!one) return fail('NOT_FOUND');
  const why = barred(wish, one, norms);
  if (why) return fail('MATCH_GONE', { why });
  const added =
    await tx.run(sql`insert into care_need_offer (id, need_id, division, supply_kind, supply_id, name, telephone, score, offered_at, offered_by)
    values (${newId()}, ${id}, ${need.division}, ${kind}, ${supplyId}, ${one.name}, ${one.telephone}, ${one.score}, ${tx.now}, ${tx.actor.name}) on conflict do nothing`);
  if (added === 0) return fail('MATCH_TWICE');
  await tx.run(
    sql`update care_need set state = 'given', owner = ${one.name.slice(0, 60)}, met_on = case when unmet_on is null then null else ${tx.today}::date end where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'care-match.offered',
    subject: { kind: 'care-need', id },
    personId: need.personId,
    division: need.division,
  });
  return ok({ id });
}

export async function answerOffer(
  tx: Tx,
  id: string,
  { offerId, answer }: Given<typeof OfferAnswer>,
): Promise<Result<{ id: string }>> {
  const need = await needRow(tx, id, true);
  if (!need) return fail('NOT_FOUND');
  if (need.state === 'closed') return fail('MATCH_CLOSED');
  const done = await tx.run(
    sql`update care_need_offer set answer = ${answer}, answered_at = ${tx.now} where id = ${offerId} and need_id = ${id} and answer is null`,
  );
  if (done === 0) return fail('NOT_FOUND');
  // 都不要的，又等着介绍：从今天起再算期限，到时候还没有的照样算没有着落
  if (answer === 'declined' && need.state === 'given') {
    const days = await wholeParameter(tx, 'MATCH-DAYS', tx.city, tx.today);
    if (!days.ok) return days;
    await tx.run(sql`update care_need n set state = 'found', owner = null, met_on = null,
        match_by = ${tx.calendar.addWorkdays(tx.today, days.value, need.division)} where n.id = ${id} and n.order_id is null
        and not exists (select from care_need_offer o where o.need_id = n.id and o.answer is distinct from 'declined')`);
  }
  await recordAudit(tx, {
    action: 'care-match.answered',
    subject: { kind: 'care-need', id },
    personId: need.personId,
    division: need.division,
    detail: { answer },
  });
  return ok({ id });
}

/** What a visit found has no day of its own until it is looked at. */
const withoutDay = sql`care_need where state <> 'closed' and match_by is null and code = any(${matchables}::text[])`;
const unmet = (tx: Tx) => sql`care_need n where n.state <> 'closed' and n.unmet_on is null and n.match_by < ${tx.today}
  and not exists (select from care_need_offer o where o.need_id = n.id and o.answer is distinct from 'declined')`;
async function matchDays(tx: Tx): Promise<number> {
  const days = await wholeParameter(tx, 'MATCH-DAYS', tx.city, tx.today);
  if (!days.ok) throw new Error(`matching: ${days.params.key}`);
  return days.value;
}

/** Daily: needs that nobody has offered anything for in so many working days are 未满足需求, told by township and kind. */
export const watchNeeds = whenDue(
  async (tx) => {
    await matchDays(tx);
    return anyRow(tx, withoutDay, unmet(tx));
  },
  (context) =>
    context.write(systemActor('care-match-watch', context.city), async (tx) => {
      const days = await matchDays(tx);
      const fresh = await tx.rows<{ id: string; division: DivisionCode; foundOn: PlainDate }>(
        sql`select id, division, (found_at at time zone 'Asia/Shanghai')::date as found_on from ${withoutDay} order by found_at, id limit 5000`,
      );
      for (const { id, division, foundOn } of fresh)
        await tx.run(sql`update care_need set match_by = ${tx.calendar.addWorkdays(foundOn, days, division)} where id = ${id}`);
      const late = await tx.rows<{ division: DivisionCode; code: string }>(sql`update care_need set unmet_on = ${tx.today}
      where id in (select n.id from ${unmet(tx)}) returning division, code`);
      for (const [key, some] of Map.groupBy(late, (of) => `${townshipOf(of)} ${of.code}`)) {
        const [division, kind] = key.split(' ') as [DivisionCode, string];
        await emit(tx, {
          type: 'need.match.failed',
          subject: { kind: 'division', id: division },
          division,
          payload: { kind, division, count: some.length, asOf: tx.today },
        });
      }
      return late.length;
    }),
);
