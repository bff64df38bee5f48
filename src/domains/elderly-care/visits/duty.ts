/** The visits as a recurring task: what counts, who hears of what was missed, what is done by itself each day; lowering, contacts, risk, dangerous weather. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { holdersOf } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf, shortDate, timeOfDay } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { factsAsOf, recordFact } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import {
  addDuties,
  type Duty,
  defineTasks,
  dutiesBegin,
  handOver,
  lockPlan,
  lowerLevel,
  makeDuties,
  openPlans,
  type Plan,
} from '../../../kernel/task/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { countyOf, townshipOf } from '../offices.ts';
import './errors.ts';
import { wholeOf } from './parameters.ts';
import { markReviewed } from './review.ts';
import { mayLower } from './risk.ts';
import { HandOverInput, type LowerInput, type RiskInput, type WarningInput } from './schema.ts';
import { standingPlace } from './sealed.ts';
import { type StandingContent, settleElders } from './standing.ts';
import './templates.ts';
import { cadenceOf, type Hazard, hazards, KIND, type Level } from './terms.ts';

const placesOf = (duties: readonly Duty[], of: (duty: Duty) => DivisionCode): Map<DivisionCode, Duty[]> =>
  Map.groupBy(duties, of);

defineTasks(KIND, {
  gapDays: (tx) => wholeOf(tx, 'VISIT-GAP'),
  done: async (tx, personId, from) =>
    (
      await tx.rows<{ at: string }>(
        sql`select started_at as at from elder_visit where person_id = ${personId} and validity = 'valid' and started_at >= ${from} order by started_at limit 500`,
      )
    ).map(({ at }) => at),
  async missed(tx, duties, step) {
    if (step === 'overdue')
      for (const { personId, division, level, fromAt, dueAt } of duties)
        await emit(tx, {
          type: 'visit.deadline.missed',
          subject: { kind: 'person', id: personId },
          division,
          payload: { personId, level, period: `${plainDateOf(fromAt)}/${plainDateOf(dueAt)}`, daysLate: 0 },
        });
    const [performer, of, template] = (
      {
        overdue: ['village-worker', (duty: Duty) => duty.division, 'visit.overdue'],
        township: ['township-clerk', townshipOf, 'visit.overdue-above'],
        county: ['county-clerk', countyOf, 'visit.overdue-above'],
      } as const
    )[step];
    for (const [division, list] of placesOf(duties, of))
      await notify(tx, {
        to: { performer, division },
        template,
        params: { place: tx.divisions.get(division)?.name ?? division, count: list.length },
      });
  },
});

const AT_ONCE = 500;

/** 一小时的重叠：上一次正在登记、还没有提交的，这一次读到。 */
const changedSince = (tx: Tx) =>
  tx.rows<{ id: string }>(sql`
    select f.subject_id as id from fact_version f where f.kind in ('living-status', 'capacity-level', 'disability-certificate', 'visit-risk')
      and f.superseded_at is null
      and f.known_since >= coalesce((select swept_at from visit_sweep where city = ${tx.city}), '2000-01-01T00:00:00Z') - interval '1 hour'
    union select person_id from visit_standing where review_on <= ${tx.today} order by 1`);

/** Whoever may have changed since the last time: by a fact that was recorded, or by the calendar alone. Nobody else is read. */
export async function sweepStandings(context: Context): Promise<number> {
  const city = systemActor('elder-visits', context.city);
  const { ids, now } = await context.read(city, async (tx) => ({ ids: await changedSince(tx), now: tx.now }));
  for (let i = 0; i < ids.length; i += AT_ONCE)
    await context.write(city, (tx) =>
      settleElders(
        tx,
        ids.slice(i, i + AT_ONCE).map(({ id }) => id),
      ),
    );
  await context.write(city, (tx) =>
    tx.run(
      sql`insert into visit_sweep (city, swept_at) values (${tx.city}, ${now}) on conflict (city) do update set swept_at = excluded.swept_at`,
    ),
  );
  return ids.length;
}

/** Who is in, then what begins today. */
export const visitsDaily = whenDue([changedSince, dutiesBegin(KIND)], async (context) => {
  await sweepStandings(context);
  await makeDuties(context, KIND);
});

async function planOf(tx: Tx, personId: string): Promise<Result<Plan, 'NOT_FOUND'>> {
  const plan = await lockPlan(tx, KIND, personId);
  const inReach = plan && plan.division >= (tx.actor.lo ?? '') && plan.division < (tx.actor.hi ?? '');
  return plan && inReach && plan.endedOn === null ? ok(plan) : fail('NOT_FOUND');
}

/** 调低: by the township, once the score is lower and the level has stood long enough. */
export async function lowerVisits(
  tx: Tx,
  personId: string,
  given: z.output<typeof LowerInput>,
): Promise<Result<null, 'NOT_FOUND' | 'VISIT_LOWER_ALONE' | 'VISIT_LOWER_SOON'>> {
  const found = await planOf(tx, personId);
  if (!found.ok) return found;
  const plan = found.value;
  const row = await tx.maybe<{ proposed: Level | null }>(
    sql`select proposed from visit_standing where person_id = ${personId} for update`,
  );
  if (!row?.proposed) return fail('VISIT_LOWER_ALONE');
  const days = await wholeOf(tx, 'VISIT-LOWER');
  if (!mayLower(plainDateOf(plan.levelSince), tx.today, days)) return fail('VISIT_LOWER_SOON', { days });
  await lowerLevel(tx, plan, { level: row.proposed, cadence: cadenceOf[row.proposed], note: given.note });
  await tx.run(sql`update visit_standing set proposed = null where person_id = ${personId}`);
  await recordAudit(tx, {
    action: 'elder-visit.level-lowered',
    subject: { kind: 'person', id: personId },
    personId,
    division: plan.division,
    detail: { from: plan.level, to: row.proposed },
  });
  return ok(null);
}

const holders = async (tx: Tx, division: DivisionCode) => [
  ...(await holdersOf(tx, { performer: 'village-worker', division, domain: 'elderly-care' })),
  ...(await holdersOf(tx, { performer: 'township-clerk', division, domain: 'elderly-care' })),
];

export async function handOverForm(tx: Tx, personId: string): Promise<Result<{ fields: readonly FormField[] }, 'NOT_FOUND'>> {
  const [plan] = await openPlans(tx, KIND, [personId]);
  if (!plan) return fail('NOT_FOUND');
  const choices = (await holders(tx, plan.division)).map(({ id, name }) => ({ value: id, label: name }));
  return ok({
    fields: formOf(HandOverInput).map((field) =>
      field.name === 'holderId' ? { ...field, type: 'choice' as const, choices } : field,
    ),
  });
}

/** 包保联系人: a change needs a hand-over note. */
export async function handOverVisits(
  tx: Tx,
  personId: string,
  given: z.output<typeof HandOverInput>,
): Promise<Result<null, 'NOT_FOUND'>> {
  const found = await planOf(tx, personId);
  if (!found.ok) return found;
  const plan = found.value;
  const to = (await holders(tx, plan.division)).find(({ id }) => id === given.holderId);
  if (!to) return fail('NOT_FOUND');
  await handOver(tx, plan, { ...to, note: given.note });
  await recordAudit(tx, {
    action: 'elder-visit.handed-over',
    subject: { kind: 'person', id: personId },
    personId,
    division: plan.division,
  });
  return ok(null);
}

/** 探访情况 as it stands, to begin the form with; that it was opened is on record. */
export async function riskOf(tx: Tx, personId: string): Promise<Record<string, unknown>> {
  const known = await knownRisk(tx, personId);
  if (Object.keys(known).length > 0)
    await recordAudit(tx, { action: 'elder-visit.risk-opened', subject: { kind: 'person', id: personId }, personId });
  return known;
}

export async function recordRisk(tx: Tx, personId: string, input: RiskInput): Promise<Result<null>> {
  const person = await tx.maybe<{ division: DivisionCode }>(
    sql`select division from person where id = ${personId} and division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''} and life_state <> 'dead'`,
  );
  if (!person) return fail('NOT_FOUND');
  for (const key of ['contactOn', 'dischargedOn', 'bereavedOn'] as const)
    if (input[key] && input[key] > tx.today)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: key, message: '请填今天或者以前的日期' }]);
  const subject = { kind: 'person', id: personId } as const;
  const before = await knownRisk(tx, personId);
  const recorded = await recordFact(tx, { subject, kind: 'visit-risk', value: input, source: '探访登记', validFrom: tx.today });
  if (!recorded.ok) return recorded;
  await recordAudit(tx, { action: 'elder-visit.risk-recorded', subject, personId, division: person.division });
  await settleElders(tx, [personId]);
  await markReviewed(tx, personId);
  const isGrave = (['dischargedOn', 'bereavedOn'] as const).some((key) => input[key] && input[key] !== before[key]);
  if (isGrave) await visitSoon(tx, personId);
  return ok(null);
}

const knownRisk = async (tx: Tx, personId: string): Promise<Partial<RiskInput>> => {
  const [fact] = await factsAsOf(tx, { kind: 'person', id: personId }, { validOn: tx.today, kinds: ['visit-risk'] });
  return (fact?.value as Partial<RiskInput> | undefined) ?? {};
};

/** 重大变故: seen within a day at any level, where nothing else is due as soon. */
export async function visitSoon(tx: Tx, personId: string): Promise<void> {
  const [plan] = await openPlans(tx, KIND, [personId]);
  if (!plan) return;
  const dueAt = new Date(Date.parse(tx.now) + (await wholeOf(tx, 'VISIT-GRAVE')) * 3_600_000).toISOString();
  const soon = await tx.maybe(
    sql`select 1 as one from task_duty where plan_id = ${plan.id} and state = 'open' and cause <> 'period' and due_at <= ${dueAt} limit 1`,
  );
  if (!soon) await addDuties(tx, [plan.id], { cause: 'grave', dueAt });
}

/** Home from hospital: known for the score, and seen within a day. */
export async function dischargedFromHospital(tx: Tx, personId: string, on: PlainDate): Promise<void> {
  const [plan] = await openPlans(tx, KIND, [personId]);
  const before = await knownRisk(tx, personId);
  if (!plan || (before.dischargedOn ?? '') >= on) return;
  const recorded = await recordFact(tx, {
    subject: { kind: 'person', id: personId },
    kind: 'visit-risk',
    value: { ...before, dischargedOn: on },
    source: '医院出院信息',
    validFrom: tx.today,
  });
  if (!recorded.ok) throw new Error(`discharge of ${personId}: ${recorded.code}`);
  await settleElders(tx, [personId]);
  await visitSoon(tx, personId);
}

/** Alone, disabled at level 3 or more, or with a device at home. */
async function endangered(tx: Tx, range: { lo: string; hi: string }): Promise<{ planId: string; division: DivisionCode }[]> {
  const rows = await tx.rows<{ planId: string; personId: string; division: DivisionCode; content: Buffer; device: boolean }>(sql`
    select t.id as plan_id, t.person_id, t.division, s.content, exists (select from emergency_home h where h.person_id = t.person_id and h.ended_on is null) as device
    from task_plan t join visit_standing s on s.person_id = t.person_id
    where t.kind = ${KIND} and t.ended_on is null and t.paused_on is null and t.division >= ${range.lo} and t.division < ${range.hi} limit 100000`);
  return rows.filter(({ device, content, personId }) => {
    if (device) return true;
    const { groups, capacity } = tx.keys.openJson<StandingContent>(content, standingPlace(personId));
    return groups.includes('ELD_ALONE') || (capacity ?? 0) >= 3;
  });
}

/** 极端天气, declared by an officer of the place. */
export async function declareWarning(
  tx: Tx,
  { hazard }: z.output<typeof WarningInput>,
): Promise<Result<{ id: string; people: number }, 'NOT_FOUND'>> {
  const { division, name } = tx.actor;
  return division === null ? fail('NOT_FOUND') : ok(await startWarning(tx, { division, hazard, byName: name }));
}

/** Whoever is most in danger is seen within a day; every village is told how many. */
export async function startWarning(
  tx: Tx,
  { division, hazard, byName }: { division: DivisionCode; hazard: Hazard; byName: string },
): Promise<{ id: string; people: number }> {
  const id = newId();
  const dueAt = new Date(Date.parse(tx.now) + (await wholeOf(tx, 'VISIT-WARNING')) * 3_600_000).toISOString();
  const people = await endangered(tx, scopeRange(division));
  await addDuties(
    tx,
    people.map(({ planId }) => planId),
    { cause: 'warning', dueAt },
  );
  await tx.run(sql`insert into visit_warning (id, division, hazard, declared_at, due_at, people, declared_by)
    values (${id}, ${division}, ${hazard}, ${tx.now}, ${dueAt}, ${people.length}, ${byName})`);
  await recordAudit(tx, {
    action: 'visit-warning.declared',
    subject: { kind: 'visit-warning', id },
    division,
    detail: { hazard, people: people.length },
  });
  const due = `${shortDate(plainDateOf(dueAt))}${timeOfDay(dueAt)}`;
  for (const [village, list] of Map.groupBy(people, (one) => one.division))
    await notify(tx, {
      to: { performer: 'village-worker', division: village },
      template: 'visit.warning',
      params: { hazard: hazards[hazard], place: tx.divisions.get(village)?.name ?? village, count: list.length, due },
    });
  return { id, people: people.length };
}
