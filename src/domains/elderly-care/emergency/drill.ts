/** 应急演练: a call like any other, marked, counted in no figure and told to nobody outside; its times against 5.10; each desk once a half-year. */
import type { z } from 'zod';
import { containing, type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { holdersOf } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { countyOf } from '../offices.ts';
import { presumedLevel } from './chain.ts';
import type { DrillDesk, DrillFile, DrillList, DrillRow } from './content.ts';
import './errors.ts';
import { type Half, halfBefore, halfOf, halfZh, lastDayOf, type Told, toldOn } from './half.ts';
import { drillers } from './hands.ts';
import { openCall } from './intake.ts';
import { drillsAsked, timeLimits } from './parameters.ts';
import { DrillEnd, NewDrill } from './schema.ts';
import { type Incident, incidentColumns } from './store.ts';
import { measured, measures } from './times.ts';

defineTemplates({
  'drill.soon': { title: '应急演练快到期', text: '{desk}{half}还没有做应急演练，请在{by}以前做一次。' },
  'drill.overdue': { title: '应急演练超期', text: '{desk}{half}没有做应急演练，请马上补做，并写明原因。' },
});

/** The desk that the drill is of: that of the county where it has one, else the city's. */
async function deskOf(tx: Tx, division: DivisionCode): Promise<DivisionCode> {
  const county = countyOf({ division });
  return (await desks(tx)).includes(county) ? county : tx.city;
}

/** The city's desk, and those counties that have operators of their own. */
async function desks(tx: Tx): Promise<DivisionCode[]> {
  const holders = (division: DivisionCode) =>
    holdersOf(tx, { performer: 'emergency-operator', division, domain: 'elderly-care' });
  const above = new Set((await holders(tx.city)).map(({ id }) => id));
  const found: DivisionCode[] = above.size > 0 ? [tx.city] : [];
  for (const { code } of tx.divisions.children(tx.city))
    if ((await holders(code)).some(({ id }) => !above.has(id))) found.push(code);
  return found;
}
const deskName = (tx: Tx, division: DivisionCode): string => `${tx.divisions.get(division)?.name ?? division}应急呼叫台`;

export async function startDrill(tx: Tx, given: z.output<typeof NewDrill>): Promise<Result<{ id: string; incidentId: string }>> {
  const division = given.division as DivisionCode;
  if (tx.divisions.get(division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选到村（社区）' }]);
  const id = newId();
  // A county's leader drills his own desk; only the city sees the city's.
  const desk = (tx.actor.division ?? tx.city) === tx.city ? await deskOf(tx, division) : countyOf({ division });
  await tx.run(sql`insert into emergency_drill (id, division, half, place_division, scenario, started_at, started_by)
    values (${id}, ${desk}, ${halfOf(tx.today)}, ${division}, ${given.scenario}, ${tx.now}, ${tx.actor.name})`);
  const call = await openCall(tx, {
    division,
    terrain: given.terrain,
    source: 'device',
    homeId: null,
    personId: null,
    signal: given.signal,
    presumed: presumedLevel(given.signal),
    by: '应急演练',
    said: given.scenario,
    drillId: id,
  });
  await recordAudit(tx, { action: 'emergency-drill.started', subject: { kind: 'emergency-drill', id }, division: desk });
  return ok({ id, incidentId: call.id });
}

interface Row {
  id: string;
  division: DivisionCode;
  half: Half;
  placeDivision: DivisionCode;
  scenario: string;
  startedAt: string;
  startedBy: string;
  findings: string | null;
  measures: string | null;
  endedAt: string | null;
  endedBy: string | null;
}
const columns = sql`d.id as drill, d.division as desk, d.half, d.place_division, d.scenario, d.started_at, d.started_by, d.findings, d.measures, d.ended_at, d.ended_by`;
type Played = Omit<Row, 'id' | 'division'> & Omit<Incident, 'drillId'> & { drill: string; desk: DivisionCode };

/** 总结: when the call has gone its whole way. */
export async function endDrill(tx: Tx, id: string, given: z.output<typeof DrillEnd>): Promise<Result<{ id: string }>> {
  const drill = await tx.maybe<{ division: DivisionCode; endedAt: string | null; open: boolean }>(
    sql`select d.division, d.ended_at, exists (select from emergency_incident i where i.drill_id = d.id and i.closed_at is null) as open
      from emergency_drill d where d.id = ${id} for update`,
  );
  if (!drill) return fail('NOT_FOUND');
  if (drill.endedAt) return fail('DRILL_ENDED');
  if (drill.open) return fail('DRILL_OPEN');
  await tx.run(
    sql`update emergency_drill set findings = ${given.findings}, measures = ${given.measures}, ended_at = ${tx.now}, ended_by = ${tx.actor.name} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'emergency-drill.ended',
    subject: { kind: 'emergency-drill', id },
    division: drill.division,
  });
  return ok({ id });
}

async function rowsOf(
  tx: Tx,
  which: Sql,
  ends: Sql,
): Promise<Result<{ row: DrillRow; of: Played; times: DrillFile['measured'] }[], 'PARAM_MISSING'>> {
  const limits = await timeLimits(tx);
  if (!limits.ok) return limits;
  const found =
    await tx.rows<Played>(sql`select ${columns}, ${incidentColumns} from emergency_drill d join emergency_incident i on i.drill_id = d.id
    where ${which} order by d.started_at desc, d.id ${ends}`);
  return ok(
    found.map((of) => {
      // 演练没有老人，也就没有联系人要通知。
      const times = measured(of, limits.value, tx.now)
        .filter(({ measure }) => measure !== 'contact')
        .map((m) => ({ ...m, zh: measures[m.measure] }));
      return {
        of,
        times,
        row: {
          id: of.drill,
          deskName: deskName(tx, of.desk),
          halfZh: halfZh(of.half),
          placeZh: tx.divisions.fullName(of.placeDivision),
          scenario: of.scenario,
          startedAt: of.startedAt,
          startedBy: of.startedBy,
          state: of.endedAt === null ? 'running' : 'ended',
          incidentId: of.id,
          met: times.filter((m) => m.met).length,
          all: times.filter((m) => !m.pending).length,
        },
      };
    }),
  );
}

/** How each desk stands in this half-year and the one before. */
async function deskStates(tx: Tx): Promise<DrillDesk[]> {
  const now = halfOf(tx.today);
  const halves = [halfBefore(now), now];
  const played = await tx.rows<{ division: DivisionCode; half: Half; done: boolean }>(
    sql`select division, half, bool_or(ended_at is not null) as done from emergency_drill where half = any (${halves}::text[]) group by 1, 2 limit 1000`,
  );
  const asked = new Map<Half, number>();
  for (const half of halves) asked.set(half, await drillsAsked(tx, lastDayOf(half)));
  return (await desks(tx))
    .filter((division) => division >= (tx.actor.lo ?? '') && division < (tx.actor.hi ?? '~'))
    .map((division) => ({
      division,
      name: deskName(tx, division),
      halves: halves
        .filter((half) => asked.get(half)! > 0)
        .map((half) => {
          const known = played.find((one) => one.division === division && one.half === half);
          const state = known ? (known.done ? 'done' : 'running') : tx.today > lastDayOf(half) ? 'overdue' : 'due';
          return { half, zh: halfZh(half), state };
        }),
    }));
}

const startOffer = (tx: Tx): Offer[] =>
  offersTo(tx.actor, [
    {
      action: 'start',
      zh: '发起演练',
      causes: '呼叫台马上响铃，标明演练，照常接、照常派；不进统计。给响应人打电话要先说是演练。',
      by: drillers,
      to: '/api/emergency/drills',
      fields: formOf(NewDrill),
      initial: { terrain: 'plain', signal: 'fall-still' },
      fixed: { requestId: newId() },
    },
  ]);

const PAGE = 50;

/** How the desks stand, and a page of the drills that were held, the latest first; searched by what was played and by whom. */
export async function drillList(tx: Tx, { q, cursor }: Listing): Promise<Result<DrillList, 'PARAM_MISSING'>> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await rowsOf(
    tx,
    q ? sql`(d.scenario like ${containing(q)} or d.started_by like ${containing(q)})` : sql`true`,
    within(stretch),
  );
  if (!found.ok) return found;
  const { rows, next } = pageOf(found.value, stretch);
  return ok({ desks: await deskStates(tx), rows: rows.map(({ row }) => row), next, offers: startOffer(tx) });
}

/** 演练报告: what each step took, and what was found. */
export async function drillFile(tx: Tx, id: string): Promise<Result<DrillFile, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const rows = await rowsOf(tx, sql`d.id = ${id}`, sql``);
  if (!rows.ok) return rows;
  const [one] = rows.value;
  if (!one) return fail('NOT_FOUND');
  const { of, row, times } = one;
  return ok({
    ...row,
    operatorName: of.operatorName,
    measured: times,
    findings: of.findings,
    measures: of.measures,
    endedAt: of.endedAt,
    endedBy: of.endedBy,
    offers: offersTo(tx.actor, [
      {
        action: 'end',
        zh: '总结演练',
        causes: '记下查出的问题和怎么改；这半年就算演练过了。',
        by: drillers,
        when: of.endedAt === null && of.closedAt !== null,
        to: `/api/emergency/drills/${id}/end`,
        fields: formOf(DrillEnd),
        fixed: { requestId: newId() },
      },
    ]),
  });
}

interface Untold {
  division: DivisionCode;
  half: Half;
  kind: Told;
}
/** Desks without a drill that were not told of it yet. On most days there is no half-year to tell of. */
async function untoldDrills(tx: Tx): Promise<Untold[]> {
  const now = halfOf(tx.today);
  if ([halfBefore(now), now].every((half) => toldOn(half, tx.today) === null)) return [];
  const told = await tx.rows<Untold>(sql`select division, half, kind from emergency_drill_told limit 5000`);
  return (await deskStates(tx)).flatMap(({ division, halves }) =>
    halves.flatMap(({ half, state }) => {
      const kind = state === 'due' || state === 'overdue' ? toldOn(half as Half, tx.today) : null;
      const isTold = told.some((t) => t.division === division && t.half === half && t.kind === kind);
      return kind && !isTold ? [{ division, half: half as Half, kind }] : [];
    }),
  );
}

/** Daily: a desk without a drill hears of it 30 days before the half-year ends, and with its leader when it has ended; each once. */
export const watchDrills = whenDue(untoldDrills, (context) =>
  context.write(systemActor('emergency-watch', context.city), async (tx) => {
    let told = 0;
    for (const { division, half, kind } of await untoldDrills(tx)) if (await tellOnce(tx, division, half, kind)) told++;
    return told;
  }),
);

async function tellOnce(tx: Tx, division: DivisionCode, half: Half, kind: Told): Promise<boolean> {
  const added = await tx.run(
    sql`insert into emergency_drill_told (division, half, kind, told_at) values (${division}, ${half}, ${kind}, ${tx.now}) on conflict do nothing`,
  );
  if (added === 0) return false;
  const leader = division === tx.city ? 'city-leader' : 'county-leader';
  for (const performer of kind === 'soon' ? (['emergency-operator'] as const) : (['emergency-operator', leader] as const))
    await notify(tx, {
      to: { performer, division },
      template: `drill.${kind}`,
      params: { desk: deskName(tx, division), half: halfZh(half), by: plainDateOf(`${lastDayOf(half)}T12:00:00+08:00`) },
    });
  return true;
}
