/** Who might be sent to an order: the workers of its county, with what the score and the limits ask about. */
import { sql } from '../../../database/sql.ts';
import { daysBefore, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';
import { plusMinutes } from '../orders/rules.ts';
import { countyOf, monthRange, type Order, pointOf } from '../orders/store.ts';
import { baseOf, type CareWorker, certificatesOf, levelOn, workerColumns, workerTables } from '../workers/store.ts';
import type { Candidate, Wanted } from './score.ts';

/** 熟人: served this elder with so many stars within so many days: dated standards. */
export interface KnownNorms {
  readonly knownDays: number;
  readonly knownStars: number;
}

export interface Roster {
  readonly workers: readonly CareWorker[];
  readonly levels: ReadonlyMap<string, number>;
  readonly busy: ReadonlyMap<string, readonly { start: string; end: string; orderId: string }[]>;
}

/** The workers of a county on a day whose body has an agreement, with their day. */
export async function rosterOf(tx: Tx, county: DivisionCode, day: PlainDate): Promise<Roster> {
  const workers =
    await tx.rows<CareWorker>(sql`select ${workerColumns} from ${workerTables} join home_care_provider p on p.id = w.provider_id
    where w.division = ${county} and w.left_on is null and p.state = 'active' and p.agreed_from <= ${day} and p.agreed_to >= ${day} order by w.id limit 5000`);
  const ids = workers.map(({ id }) => id);
  const found = await certificatesOf(
    tx,
    workers.map(({ workerId }) => workerId),
  );
  const certificates = Map.groupBy(found, ({ workerId }) => workerId);
  const held = await tx.rows<{
    id: string;
    workerId: string;
    plannedStart: string;
    plannedMinutes: number;
  }>(sql`select id, worker_id, planned_start, planned_minutes
    from home_care_order where planned_on = ${day} and worker_id = any(${ids}::uuid[]) and state in ('taken', 'en-route', 'checked-in', 'to-verify', 'verified', 'evaluated')
    order by planned_start limit 20000`);
  const busy = Map.groupBy(
    held.map(({ id, workerId, plannedStart, plannedMinutes }) => ({
      orderId: id,
      workerId,
      start: plannedStart,
      end: plusMinutes(plannedStart, plannedMinutes),
    })),
    ({ workerId }) => workerId,
  );
  return {
    workers,
    levels: new Map(workers.map(({ id, workerId }) => [id, levelOn(certificates.get(workerId) ?? [], workerId, day)])),
    busy,
  };
}

export const wantedOf = (order: Order, sex: 'male' | 'female'): Wanted => ({
  day: order.plannedOn,
  start: order.plannedStart,
  end: plusMinutes(order.plannedStart, order.plannedMinutes),
  level: order.level,
  sex: order.sameSex && !order.anySex ? sex : null,
});

/** An order with everybody of its county, as the score looks at them. */
export async function candidatesFor(
  tx: Tx,
  order: Order,
  norms: KnownNorms,
): Promise<{ wanted: Wanted; candidates: Candidate[]; roster: Roster }> {
  const roster = await rosterOf(tx, countyOf(order.division), order.plannedOn);
  const { sex } = await tx.one<{ sex: 'male' | 'female' }>(sql`select sex from person where id = ${order.personId}`);
  const { from, to } = monthRange(monthOf(order.plannedOn));
  const ids = roster.workers.map(({ id }) => id);
  const counts = await tx.rows<{ workerId: string; orders: number; known: boolean }>(sql`select worker_id,
      (count(*) filter (where planned_on >= ${from} and planned_on < ${to}))::int as orders,
      coalesce(bool_or(person_id = ${order.personId} and stars >= ${norms.knownStars} and planned_on >= ${daysBefore(order.plannedOn, norms.knownDays)}), false) as known
    from home_care_order where worker_id = any(${ids}::uuid[]) group by worker_id limit 5000`);
  const countOf = new Map(counts.map((row) => [row.workerId, row]));
  const point = pointOf(tx, order);
  const candidates = roster.workers.map((worker): Candidate => {
    const base = baseOf(tx, worker);
    return {
      id: worker.id,
      level: roster.levels.get(worker.id) ?? 0,
      healthTo: worker.healthTo,
      backgroundOk: worker.backgroundOn !== null,
      hiredOn: worker.hiredOn,
      leftOn: worker.leftOn,
      barred: worker.barredOn !== null,
      sex: worker.sex,
      km: base && point ? metresBetween(base, point) / 1000 : null,
      busy: (roster.busy.get(worker.id) ?? []).filter(({ orderId }) => orderId !== order.id),
      continuous: countOf.get(worker.id)?.known ?? false,
      ratingSum: worker.ratingSum,
      ratingCount: worker.ratingCount,
      ordersThisMonth: countOf.get(worker.id)?.orders ?? 0,
    };
  });
  return { wanted: wantedOf(order, sex), candidates, roster };
}
