/** 批量派单: the whole day at once. Read, planned beside the server, then written order by order where nothing has changed meanwhile. */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { startOf } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate, Position } from '../../../kernel/schema/index.ts';
import type { DayAssigned } from '../orders/content.ts';
import { limits } from '../orders/limits.ts';
import { countyOf, lockOrder, type Order, orderColumns, orderTables, pointOf } from '../orders/store.ts';
import { baseOf } from '../workers/store.ts';
import { dispatchLimits, give } from './ask.ts';
import { rosterOf, wantedOf } from './candidates.ts';
import type { PlanInput, Spot } from './plan.ts';
import { planBeside } from './planner.ts';
import { unfitFor } from './score.ts';

const PLAN_MS = 3500;
const MOST = 5000;
const KM_PER_DEGREE = 111.19;
const MINUTE = 60_000;

/** On a plane, exact enough within a county. */
const spotOf = ({ latitude, longitude }: Position): Spot => ({
  x: longitude * KM_PER_DEGREE * Math.cos((latitude * Math.PI) / 180),
  y: latitude * KM_PER_DEGREE,
});

interface Prepared {
  readonly orders: readonly Order[];
  readonly workerIds: readonly string[];
  readonly input: PlanInput;
  /** Without a place on the map: they are given out one by one. */
  readonly placeless: number;
}

async function prepare(tx: Tx, day: PlainDate): Promise<Result<Prepared>> {
  const county = countyOf(tx.actor.division ?? tx.city);
  const set = await limits(tx, county, 'HSO-BUFFER', 'HSO-DAY', 'HSO-SPEED');
  if (!set.ok) return set;
  const all = await tx.rows<Order & { sex: 'male' | 'female' }>(sql`select ${orderColumns}, e.sex from ${orderTables}
    where o.planned_on = ${day} and o.state in ('accepted', 'offered') and o.planned_start > ${tx.now} order by o.planned_start, o.id limit ${MOST}`);
  const roster = await rosterOf(tx, county, day);
  const bases = roster.workers.map((worker) => baseOf(tx, worker));
  const here = roster.workers.flatMap((worker, i) => (bases[i] ? [{ worker, base: bases[i]! }] : []));
  const points = new Map(all.map((order) => [order.id, pointOf(tx, order)]));
  const orders = all.filter(({ id }) => points.get(id) !== null);
  const held = await tx.rows<Pick<Order, 'id' | 'place'>>(
    sql`select id, place from home_care_order where planned_on = ${day} and worker_id is not null and state in ('taken', 'en-route', 'checked-in') limit ${MOST}`,
  );
  const heldAt = new Map(held.map((order) => [order.id, pointOf(tx, order)]));
  const midnight = startOf(day).getTime();
  const minute = (instant: string) => (Date.parse(instant) - midnight) / MINUTE;
  const index = new Map(here.map(({ worker }, i) => [worker.id, i]));
  const dispatch = { bufferMinutes: 0, dayHours: 24 };
  return ok({
    orders,
    workerIds: here.map(({ worker }) => worker.id),
    placeless: all.length - orders.length,
    input: {
      orders: orders.map((order) => {
        const wanted = wantedOf(order, order.sex);
        // Hours are the plan's own business: here only who may do such a thing on such a day.
        const fit = Uint8Array.from(here, ({ worker }) =>
          unfitFor(
            {
              ...worker,
              level: roster.levels.get(worker.id) ?? 0,
              backgroundOk: worker.backgroundOn !== null,
              barred: worker.barredOn !== null,
              km: null,
              busy: [],
              continuous: false,
              ordersThisMonth: 0,
            },
            wanted,
            dispatch,
          ) === null
            ? 1
            : 0,
        );
        return {
          ...spotOf(points.get(order.id)!),
          start: minute(wanted.start),
          end: minute(wanted.end),
          fit,
          fixed: order.fixedWorkerId === null ? null : (index.get(order.fixedWorkerId) ?? null),
        };
      }),
      workers: here.map(({ worker, base }) => ({
        ...spotOf(base),
        held: (roster.busy.get(worker.id) ?? []).map(({ orderId, start, end }) => ({
          ...spotOf(heldAt.get(orderId) ?? base),
          start: minute(start),
          end: minute(end),
        })),
      })),
      limits: {
        bufferMinutes: set.value['HSO-BUFFER'],
        dayMinutes: set.value['HSO-DAY'] * 60,
        kmh: set.value['HSO-SPEED'],
        milliseconds: PLAN_MS,
      },
    },
  });
}

/** Running it again assigns what is left. */
export async function assignDay(
  context: Context,
  actor: Actor,
  { day, requestId }: { day: PlainDate; requestId: string },
): Promise<Result<DayAssigned>> {
  if (day < context.clock.today()) return fail('HOME_CARE_STATE');
  const prepared = await context.read(actor, (tx) => prepare(tx, day));
  if (!prepared.ok) return prepared;
  const { orders, workerIds, input, placeless } = prepared.value;
  const plan = await planBeside(input);
  return context.once(actor, { action: 'home-care-day.assign', requestId, body: { day } }, async (tx) => {
    let assigned = 0;
    let changed = 0;
    const roster = await rosterOf(tx, countyOf(tx.actor.division ?? tx.city), day);
    const dispatch = await dispatchLimits(tx, { division: countyOf(tx.actor.division ?? tx.city) });
    if (!dispatch.ok) return dispatch;
    for (const [i, at] of plan.worker.entries()) {
      if (at < 0) continue;
      const planned = orders[i]!;
      const worker = roster.workers.find(({ id }) => id === workerIds[at]);
      const order = await lockOrder(tx, planned.id);
      const since = (roster.busy.get(workerIds[at]!) ?? []).length !== input.workers[at]!.held.length;
      if (!worker || since || order?.version !== planned.version) {
        changed++;
        continue;
      }
      await tx.run(sql`update home_care_offer set answer = 'lapsed' where order_id = ${order.id} and answer is null`);
      const given = await give(tx, order, worker, 'assigned');
      if (!given.ok) return given;
      assigned++;
    }
    await recordAudit(tx, { action: 'home-care-day.assigned', detail: { day, assigned, changed } });
    return ok({
      assigned,
      changed,
      placeless,
      nobody: plan.worker.filter((at) => at < 0).length,
      km: Math.round(plan.km * 10) / 10,
    });
  });
}
