/** 名录库 on a day: what a draw is computed from, frozen before anybody promises anything. */
import { createHash } from 'node:crypto';
import { sql } from '../../database/sql.ts';
import { addMonths, plusDays } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { type DrawInput, type DrawInspector, type Exclusion, poolText, type Recusal } from './draw.ts';
import { countyOf, type Inspected, type InspectedKind } from './kinds.ts';
import { type Inspector, inspectorsFor, type Plan } from './plans.ts';

export interface Span {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
const hex = (text: string): string => sha256(text).toString('hex');

/** Employment of so many years ago is a relation still. */
const EMPLOYMENT_MONTHS = 36;
/** Whoever checked an object in its last two draws does not check it in the next. */
const DRAWS_BACK = 2;

interface Unfit {
  readonly inspectorId: string;
  readonly reason: 'certificate' | 'leave';
}

/** Who can take nothing in these days: the certificate has to be valid on every one of them. */
async function unfitOf(tx: Tx, inspectors: readonly Inspector[], window: Span): Promise<Map<string, Unfit['reason']>> {
  const away = await tx.rows<{ inspectorId: string }>(
    sql`select distinct inspector_id from inspector_absence where from_on <= ${window.to} and to_on >= ${window.from} limit 5000`,
  );
  const leave = new Set(away.map((row) => row.inspectorId));
  return new Map(
    inspectors.flatMap((one): [string, Unfit['reason']][] =>
      one.certFrom > window.from || one.certTo < window.to
        ? [[one.id, 'certificate']]
        : leave.has(one.id)
          ? [[one.id, 'leave']]
          : [],
    ),
  );
}

const loadsOf = async (tx: Tx): Promise<Map<string, number>> =>
  new Map(
    (
      await tx.rows<{ id: string; n: number }>(
        sql`select i.id, count(*)::int as n from inspector i join inspection_task t on i.id in (t.lead_id, t.second_id) where t.state in ('assigned', 'arrived') group by i.id limit 5000`,
      )
    ).map(({ id, n }) => [id, n]),
  );

/** Who may not check which object: by relation, or because he did in its last two draws. */
async function recusalsOf(
  tx: Tx,
  objects: readonly Inspected[],
  from: PlainDate,
): Promise<{ objectId: string; inspectorId: string; reason: Recusal['reason'] }[]> {
  const ids = objects.map(({ id }) => id);
  const tied = await tx.rows<{ objectId: string; inspectorId: string }>(
    sql`select distinct object_id, inspector_id from inspector_tie where object_id = any(${ids}::uuid[]) and (until_on is null or until_on >= ${addMonths(from, -EMPLOYMENT_MONTHS)}) limit 20000`,
  );
  const before = await tx.rows<{ objectId: string; inspectorId: string }>(
    sql`select t.object_id, unnest(array[t.lead_id, t.second_id]) as inspector_id from (
      select object_id, lead_id, second_id, row_number() over (partition by object_id order by created_at desc) as back from inspection_task
      where object_id = any(${ids}::uuid[]) and cause = 'draw' and state <> 'void') t where t.back <= ${DRAWS_BACK} limit 20000`,
  );
  return [
    ...tied.map((row) => ({ ...row, reason: 'relation' as const })),
    ...before.map((row) => ({ ...row, reason: 'repeat' as const })),
  ];
}

/** Why two officers may not be sent to one object in these days; null: both may. */
export async function whyNot(
  tx: Tx,
  object: Inspected,
  pair: readonly Inspector[],
  window: Span,
): Promise<{ inspector: Inspector; reason: 'relation' | 'certificate' | 'leave' } | null> {
  const related = (await recusalsOf(tx, [object], window.from)).filter(({ reason }) => reason === 'relation');
  const unfit = await unfitOf(tx, pair, window);
  for (const inspector of pair) {
    if (related.some(({ inspectorId }) => inspectorId === inspector.id)) return { inspector, reason: 'relation' };
    const reason = unfit.get(inspector.id);
    if (reason) return { inspector, reason };
  }
  return null;
}

const visitsOf = (tx: Tx, kind: InspectedKind, year: number, since: PlainDate) =>
  tx.rows<{ objectId: string; matter: string; planned: number; recent: boolean }>(
    sql`select object_id, matter, count(*) filter (where year = ${year})::int as planned, coalesce(bool_or((finished_at at time zone 'Asia/Shanghai')::date > ${since}), false) as recent
      from inspection_task where kind = ${kind.kind} and cause = 'draw' and state <> 'void' group by object_id, matter limit 20000`,
  );

export interface Frozen {
  readonly input: DrawInput;
  readonly objectHash: string;
  readonly inspectorHash: string;
}

/** The pools as they are now, with why who is left out. */
export async function freeze(tx: Tx, kind: InspectedKind, plan: Plan, of: { drawId: string; window: Span }): Promise<Frozen> {
  const objects = await kind.objects(tx, plan.division);
  const visits = await visitsOf(tx, kind, plan.year, plusDays(tx.today, -plan.cooldownDays));
  const excluded = ({ id, stopped, riskClass }: Inspected): Exclusion | null => {
    if (stopped) return 'stopped';
    if (riskClass === 'D') return null;
    const own = visits.filter(({ objectId }) => objectId === id);
    if (own.some(({ matter, recent }) => recent && matter === plan.matter)) return 'recent';
    return own.reduce((sum, { planned }) => sum + planned, 0) >= plan.caps[riskClass] ? 'capped' : null;
  };
  const people = await inspectorsFor(tx, plan.division);
  const [unfit, loads] = [await unfitOf(tx, people, of.window), await loadsOf(tx)];
  const inspectors: DrawInspector[] = people.map(({ id, no, name, certNo }) => ({
    id: no,
    name,
    certNo,
    load: loads.get(id) ?? 0,
    unfit: unfit.get(id) ?? null,
  }));
  const [noOfObject, noOfInspector] = [
    new Map(objects.map(({ id, no }) => [id, no])),
    new Map(people.map(({ id, no }) => [id, no])),
  ];
  const recusals = (await recusalsOf(tx, objects, of.window.from)).flatMap(({ objectId, inspectorId, reason }) => {
    const inspector = noOfInspector.get(inspectorId);
    return inspector ? [{ objectId: noOfObject.get(objectId)!, inspectorId: inspector, reason }] : [];
  });
  const byNo = (a: { no: string }, b: { no: string }) => (a.no < b.no ? -1 : 1);
  const input: DrawInput = {
    drawId: of.drawId,
    rates: plan.rates,
    inspectorCap: plan.inspectorCap,
    objects: [...objects].sort(byNo).map((object) => ({
      id: object.no,
      name: object.name,
      county: countyOf(object.division),
      riskClass: object.riskClass,
      excluded: excluded(object),
    })),
    inspectors,
    recusals,
  };
  return {
    input,
    objectHash: hex(poolText(objects.map(({ no }) => no))),
    inspectorHash: hex(poolText(people.map(({ no, certNo }) => `${no} ${certNo}`))),
  };
}
