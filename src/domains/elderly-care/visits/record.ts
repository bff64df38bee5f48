/** 登记一次探访: placed by the time at which it was made, however late it arrives; judged by what the phone sent; what it found goes on from here. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf, plainDateOf, plusDays, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles, contentHashOf, likenessOfFile } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { type PersonId, recordFact } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type PlainDate, positionOf } from '../../../kernel/schema/index.ts';
import { lockPlan, type Plan, pausedOn, settleDuties } from '../../../kernel/task/server.ts';
import { homePoints } from '../../../kernel/visit/server.ts';
import { tellSeen } from '../register/seen.ts';
import './errors.ts';
import { closeKnock, knockAgain } from './knocks.ts';
import { addNeeds } from './needs.ts';
import { visitLimits, wholeOf } from './parameters.ts';
import type { JudgeInput, VisitInput } from './schema.ts';
import { visitPlace } from './sealed.ts';
import { KIND, type Level, type Mode, type Validity } from './terms.ts';
import { type Around, judge, type Place, type Visit } from './valid.ts';

export interface VisitContent {
  readonly place: Place | null;
  readonly note: string;
  readonly needs: readonly string[];
  readonly photos: readonly string[];
  /** How the township verified it. */
  readonly judged?: string;
}

const placeOf = (text: string | undefined): Place | null => {
  const at = text === undefined ? null : positionOf(text);
  return at && { latitude: at.latitude, longitude: at.longitude, accuracy: at.metres };
};

const quarterOf = (day: PlainDate): { from: PlainDate; lastMonth: boolean } => {
  const month = monthOf(day);
  const into = (Number(month.slice(5)) - 1) % 3;
  return { from: firstDayOf(plusMonths(month, -into)), lastMonth: into === 2 };
};

/** Whether somebody could be visited on that day at all. */
async function visitable(
  tx: Tx,
  personId: string,
  startedAt: string,
): Promise<Result<{ plan: Plan; name: string }, 'NOT_FOUND' | 'VISIT_OUTSIDE' | 'VISIT_DEAD' | 'VISIT_PAUSED'>> {
  const day = plainDateOf(startedAt);
  const person = await tx.maybe<{ name: string; diedOn: PlainDate | null; division: DivisionCode }>(
    sql`select name, died_on, division from person where id = ${personId} and division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''}`,
  );
  if (!person) return fail('NOT_FOUND');
  if (person.diedOn && day > person.diedOn) return fail('VISIT_DEAD', { date: person.diedOn });
  const plan = await lockPlan(tx, KIND, personId);
  if (!plan || day < plan.activeOn || (plan.endedOn && day > plan.endedOn)) return fail('VISIT_OUTSIDE');
  if (await pausedOn(tx, plan.id, startedAt)) return fail('VISIT_PAUSED', { date: day, why: '住在机构或者暂离' });
  return ok({ plan, name: person.name });
}

interface Photo {
  readonly hash: string | null;
  readonly likeness: string | null;
}
/** The day on which this visitor used a picture that looks the same at another home, the latest. The same door of the same home may look the same each month. */
async function likeOn(tx: Tx, personId: string, of: { likeness: string; startedAt: string }): Promise<PlainDate | null> {
  const [bits, days] = [await wholeOf(tx, 'VISIT-ALIKE-BITS'), await wholeOf(tx, 'VISIT-ALIKE-DAYS')];
  const since = startOf(plusDays(plainDateOf(of.startedAt), -days)).toISOString();
  const like = await tx.maybe<{ visitedOn: PlainDate }>(sql`select visited_on from elder_visit
    where visitor_id = ${tx.actor.id} and started_at >= ${since} and started_at <= ${of.startedAt} and person_id <> ${personId}
      and photo_likeness is not null and bit_count(photo_likeness # ${of.likeness}::bit(64)) <= ${bits} order by started_at desc limit 1`);
  return like?.visitedOn ?? null;
}

async function aroundOf(tx: Tx, plan: Plan, visit: Visit, photo: Photo): Promise<Around> {
  const { hash: photoHash, likeness } = photo;
  const { personId } = plan;
  const day = plainDateOf(visit.startedAt);
  const quarter = quarterOf(day);
  const last = await tx.maybe<{ mode: Mode }>(
    sql`select mode from elder_visit where person_id = ${personId} and validity = 'valid' and started_at < ${visit.startedAt} order by started_at desc limit 1`,
  );
  const seen = await tx.one<{ quarter: boolean; today: boolean }>(sql`select
      coalesce(bool_or(mode = 'home' and started_at >= ${startOf(quarter.from).toISOString()}), false) as quarter, coalesce(bool_or(visited_on = ${day}), false) as today
    from elder_visit where person_id = ${personId} and validity = 'valid' and started_at >= ${startOf(quarter.from).toISOString()}`);
  const before = await tx.maybe<{ id: string; endedAt: string; content: Buffer }>(
    sql`select id, ended_at, content from elder_visit where visitor_id = ${tx.actor.id} and mode = 'home' and started_at < ${visit.startedAt} order by started_at desc limit 1`,
  );
  const beforeAt = before && tx.keys.openJson<VisitContent>(before.content, visitPlace(before.id)).place;
  const used =
    photoHash &&
    (await tx.maybe<{ visitedOn: PlainDate }>(
      sql`select visited_on from elder_visit where photo_hash = ${photoHash} order by visited_on limit 1`,
    ));
  const [home] = (await homePoints(tx, [personId as PersonId])).values();
  return {
    level: plan.level as Level,
    receivedAt: tx.now,
    home: home ?? null,
    before: before && beforeAt ? { endedAt: before.endedAt, place: beforeAt } : null,
    lastAtHome: last ? last.mode === 'home' : null,
    homeInQuarter: seen.quarter,
    quarterGoesOn: !quarter.lastMonth,
    countedToday: seen.today,
    photoUsedOn: used ? used.visitedOn : null,
    photoLikeOn: likeness ? await likeOn(tx, personId, { likeness, startedAt: visit.startedAt }) : null,
  };
}

export interface Stored {
  readonly id: string;
  readonly validity: Validity;
  readonly reasons: readonly string[];
}

/** `sentAt`: what the phone's clock said when it sent. */
export async function recordVisit(tx: Tx, input: VisitInput, sentAt: string): Promise<Result<Stored>> {
  const { personId, mode, outcome, startedAt, needs, urgency, note, photos } = input;
  if (input.endedAt < startedAt)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'endedAt', message: '离开的时间早于到的时间' }]);
  if (outcome === 'need' && needs.length === 0)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'needs', message: '有需要的，请选是什么' }]);
  const found = await visitable(tx, personId, startedAt);
  if (!found.ok) return found;
  const { plan } = found.value;
  const id = newId();
  const hash = photos[0] ? await contentHashOf(tx, photos[0]) : null;
  const likeness = photos[0] ? await likenessOfFile(tx, photos[0]) : null;
  const bound = await bindFiles(tx, photos, { caseId: id, personId, division: plan.division });
  if (!bound.ok) return bound;
  const place = placeOf(input.position);
  const visit: Visit = { mode, outcome, startedAt, endedAt: input.endedAt, sentAt, place };
  const around = await aroundOf(tx, plan, visit, { hash, likeness });
  const { validity, reasons } = judge(visit, around, await visitLimits(tx));
  const content: VisitContent = { place, note, needs, photos };
  await tx.run(sql`insert into elder_visit (id, person_id, division, level, mode, outcome, started_at, ended_at, visited_on, sent_at, received_at, content, photo_hash, photo_likeness, validity, reasons, visitor_id, visitor_name, placed)
    values (${id}, ${personId}, ${plan.division}, ${plan.level}, ${mode}, ${outcome}, ${startedAt}, ${input.endedAt}, ${plainDateOf(startedAt)}, ${sentAt}, ${tx.now},
      ${tx.keys.sealJson(content, visitPlace(id))}, ${hash}, ${likeness}::bit(64), ${validity}, ${reasons}::text[], ${tx.actor.id}, ${tx.actor.name}, ${place !== null})`);
  await recordAudit(tx, {
    action: 'elder-visit.recorded',
    subject: { kind: 'elder-visit', id },
    personId,
    division: plan.division,
    detail: { mode, outcome, validity },
  });
  await emit(tx, {
    type: 'visit.recorded',
    subject: { kind: 'person', id: personId },
    division: plan.division,
    payload: { visitId: id, personId, mode, outcome, visitedAt: startedAt },
  });
  if (outcome === 'no-answer') await knockAgain(tx, plan, startedAt);
  else await whenFound(tx, plan, { id, mode, validity, place, knownHome: around.home !== null, day: plainDateOf(startedAt) });
  if (outcome === 'need') await addNeeds(tx, { visitId: id, personId, division: plan.division, needs, urgency });
  await settleDuties(tx, KIND, personId);
  return ok({ id, validity, reasons });
}

/** Somebody was met or spoken to: no longer looked for; met at home he is known to be alive, and the home is known from the first time. */
async function whenFound(
  tx: Tx,
  plan: Plan,
  of: { id: string; mode: Mode; validity: Validity; place: Place | null; knownHome: boolean; day: PlainDate },
): Promise<void> {
  const { personId, division } = plan;
  await closeKnock(tx, personId, { outcome: 'safe', note: '后来见到或者联系上本人' });
  if (of.mode !== 'home' || of.validity !== 'valid') return;
  await tellSeen(tx, { personId, division, on: of.day, way: 'visit' });
  if (of.knownHome || !of.place) return;
  const { latitude, longitude } = of.place;
  const recorded = await recordFact(tx, {
    subject: { kind: 'person', id: personId },
    kind: 'home-point',
    value: { latitude, longitude },
    source: '第一次探访时定位',
    validFrom: tx.today,
  });
  if (!recorded.ok) throw new Error(`home of ${personId}: ${recorded.code}`);
}

/** The township has verified a doubtful visit: it counts, or it does not. */
export async function judgeVisit(
  tx: Tx,
  id: string,
  given: z.output<typeof JudgeInput>,
): Promise<Result<null, 'NOT_FOUND' | 'VISIT_JUDGED'>> {
  const row = await tx.maybe<{ personId: string; division: DivisionCode; validity: Validity; content: Buffer }>(
    sql`select person_id, division, validity, content from elder_visit where id = ${id} and division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''} for update`,
  );
  if (!row) return fail('NOT_FOUND');
  if (row.validity !== 'suspect') return fail('VISIT_JUDGED');
  const content = tx.keys.openJson<VisitContent>(row.content, visitPlace(id));
  await tx.run(sql`update elder_visit set validity = ${given.verdict}, judged_at = ${tx.now}, judged_by = ${tx.actor.name},
    content = ${tx.keys.sealJson({ ...content, judged: given.note }, visitPlace(id))} where id = ${id}`);
  await recordAudit(tx, {
    action: 'elder-visit.judged',
    subject: { kind: 'elder-visit', id },
    personId: row.personId,
    division: row.division,
    detail: { verdict: given.verdict },
  });
  await settleDuties(tx, KIND, row.personId);
  return ok(null);
}
