/**
 * 预留, server face. The database keeps two bookings of one thing apart (`booking_no_overlap`); what is here turns its no into a sentence. A hold that has died
 * stands in nobody's way from that instant on, whether or not the clock's sweep (`lapseBookings`) has come by.
 */
import './errors.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { plainDateOf, shortDate, timeOfDay } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Refusal, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { whenDue } from '../worker/server.ts';
import { type Booking, bookingStates, isLive } from './index.ts';

export * from './index.ts';

/** What is booked: what it is called, and what its domain does when a hold or a reservation of it dies. */
interface Bookable {
  readonly kind: string;
  readonly zh: string;
  /** In the transaction that finds it dead. */
  readonly lapsed: (tx: Tx, booking: Booking) => Promise<void>;
}
const bookables = new Map<string, Bookable>();
export function defineBookable(of: Bookable): void {
  if (bookables.has(of.kind)) throw new Error(`bookable ${of.kind} is defined twice`);
  bookables.set(of.kind, of);
}
const bookableOf = (kind: string): Bookable => {
  const known = bookables.get(kind);
  if (!known) throw new Error(`nothing of kind ${kind} can be booked`);
  return known;
};

const columns = sql`b.id, b.resource_id, b.state, lower(b.during) as "from", upper(b.during) as "to", b.expires_at`;
const alive = sql`b.state in ('hold', 'reservation', 'occupancy')`;

/** One thing that can be booked; its id is that of the domain's own record. */
export const addResource = (
  tx: Tx,
  of: { id: string; kind: string; unitId: string; division: DivisionCode; label: string },
): Promise<number> => {
  bookableOf(of.kind);
  return tx.run(
    sql`insert into booking_resource (id, kind, unit_id, division, label) values (${of.id}, ${of.kind}, ${of.unitId}, ${of.division}, ${of.label})`,
  );
};

interface Resource {
  id: string;
  kind: string;
  unitId: string;
  division: DivisionCode;
}
const findResource = (tx: Tx, id: string): Promise<Resource | null> =>
  tx.maybe(sql`select id, kind, unit_id, division from booking_resource where id = ${id}`);

/** Marks what has died of a thing, and lets its domain know. */
async function clearDead(tx: Tx, resource: Pick<Resource, 'id' | 'kind'>): Promise<number> {
  const dead = await tx.rows<Booking>(sql`update booking b set state = 'lapsed', closed_at = ${tx.now}
    where b.resource_id = ${resource.id} and b.state in ('hold', 'reservation') and b.expires_at <= ${tx.now} returning ${columns}`);
  for (const booking of dead) await bookableOf(resource.kind).lapsed(tx, booking);
  return dead.length;
}

const until = (tx: Tx, at: string): string =>
  plainDateOf(at) === tx.today ? timeOfDay(at) : `${shortDate(plainDateOf(at))}${timeOfDay(at)}`;

type Taken = 'BOOKING_HELD' | 'BOOKING_TAKEN';

/** Who stands in the way, as a sentence. */
async function inTheWay(tx: Tx, resource: Resource, of: { from: string; to: string | null }): Promise<Refusal<Taken>> {
  const thing = bookableOf(resource.kind).zh;
  const other = await tx.maybe<Booking>(sql`select ${columns} from booking b where b.resource_id = ${resource.id} and ${alive}
    and b.during && tstzrange(${of.from}, ${of.to}) order by lower(b.during) limit 1`);
  return other?.expiresAt && other.state === 'hold'
    ? fail('BOOKING_HELD', { thing, until: until(tx, other.expiresAt) })
    : fail('BOOKING_TAKEN', { thing });
}

/** Whether a thing is free from an instant on, asked without taking it: most of those who come second need not begin. Only a hold settles it. */
export async function askFree(tx: Tx, of: { resourceId: string; from: string }): Promise<Result<null, 'NOT_FOUND' | Taken>> {
  const resource = await findResource(tx, of.resourceId);
  if (!resource) return fail('NOT_FOUND');
  const live = await tx.maybe(sql`select 1 as one from booking b where b.resource_id = ${resource.id} and ${alive}
    and (b.state = 'occupancy' or b.expires_at > ${tx.now}) and b.during && tstzrange(${of.from}, null) limit 1`);
  return live ? inTheWay(tx, resource, { from: of.from, to: null }) : ok(null);
}

/** 预留 until an instant: from now on it is nobody else's, until then. The second of two who come at once is told until when. */
export async function holdResource(
  tx: Tx,
  of: { resourceId: string; from: string; to?: string | null; expiresAt: string },
): Promise<Result<Booking, 'NOT_FOUND' | Taken>> {
  const resource = await findResource(tx, of.resourceId);
  if (!resource) return fail('NOT_FOUND');
  await clearDead(tx, resource);
  const wanted = { from: of.from, to: of.to ?? null };
  const made =
    await tx.maybe<Booking>(sql`insert into booking as b (id, resource_id, unit_id, division, state, during, expires_at, made_at, made_by)
    values (${newId()}, ${resource.id}, ${resource.unitId}, ${resource.division}, 'hold', tstzrange(${wanted.from}, ${wanted.to}), ${of.expiresAt}, ${tx.now}, ${tx.actor.id})
    on conflict do nothing returning ${columns}`);
  return made ? ok(made) : inTheWay(tx, resource, wanted);
}

interface Locked {
  booking: Booking;
  resource: Resource;
}
async function lock(tx: Tx, id: string): Promise<Result<Locked, 'NOT_FOUND'>> {
  const booking = await tx.maybe<Booking>(sql`select ${columns} from booking b where b.id = ${id} for update`);
  const resource = booking && (await findResource(tx, booking.resourceId));
  return resource ? ok({ booking, resource }) : fail('NOT_FOUND');
}
const wrongState = (booking: Booking) => fail('BOOKING_STATE', { state: bookingStates[booking.state] });

/** 转为预订: the money has arrived. At the instant of expiry and after it the hold is dead, and the money goes back. */
export async function reserveHeld(
  tx: Tx,
  of: { bookingId: string; expiresAt: string },
): Promise<Result<Booking, 'NOT_FOUND' | 'BOOKING_DEAD' | 'BOOKING_STATE'>> {
  const locked = await lock(tx, of.bookingId);
  if (!locked.ok) return locked;
  const { booking } = locked.value;
  if (booking.state === 'lapsed' || (booking.state === 'hold' && !isLive(booking, tx.now))) return fail('BOOKING_DEAD');
  if (booking.state !== 'hold') return wrongState(booking);
  return ok(
    await tx.one<Booking>(
      sql`update booking b set state = 'reservation', expires_at = ${of.expiresAt} where b.id = ${booking.id} returning ${columns}`,
    ),
  );
}

/** 占用 of what was reserved, from an instant on and with no end yet. */
export async function occupyReserved(
  tx: Tx,
  of: { bookingId: string; from: string },
): Promise<Result<Booking, 'NOT_FOUND' | 'BOOKING_DEAD' | 'BOOKING_STATE' | Taken>> {
  const locked = await lock(tx, of.bookingId);
  if (!locked.ok) return locked;
  const { booking, resource } = locked.value;
  if (booking.state === 'lapsed' || (booking.state === 'reservation' && !isLive(booking, tx.now))) return fail('BOOKING_DEAD');
  if (booking.state !== 'reservation') return wrongState(booking);
  // 从日子的零点起算，可能早于预留的时刻：前面的人要已经走了
  const blocked =
    await tx.maybe(sql`select 1 as one from booking b where b.resource_id = ${resource.id} and b.id <> ${booking.id} and ${alive}
    and b.during && tstzrange(${of.from}, null) limit 1`);
  if (blocked) return fail('BOOKING_TAKEN', { thing: bookableOf(resource.kind).zh });
  return ok(
    await tx.one<Booking>(
      sql`update booking b set state = 'occupancy', expires_at = null, during = tstzrange(${of.from}, null) where b.id = ${booking.id} returning ${columns}`,
    ),
  );
}

/** The end of an occupancy: an instant that no longer belongs to it; who comes next may begin at it. */
export async function endOccupancy(
  tx: Tx,
  of: { bookingId: string; to: string },
): Promise<Result<Booking, 'NOT_FOUND' | 'BOOKING_STATE'>> {
  const locked = await lock(tx, of.bookingId);
  if (!locked.ok) return locked;
  const { booking } = locked.value;
  if (booking.state !== 'occupancy' || booking.to !== null) return wrongState(booking);
  return ok(
    await tx.one<Booking>(
      sql`update booking b set during = tstzrange(lower(b.during), greatest(lower(b.during), ${of.to}::timestamptz)), closed_at = ${tx.now} where b.id = ${booking.id} returning ${columns}`,
    ),
  );
}

/** 放弃 of a hold or a reservation by whoever has it. */
export async function releaseBooking(tx: Tx, bookingId: string): Promise<Result<Booking, 'NOT_FOUND' | 'BOOKING_STATE'>> {
  const locked = await lock(tx, bookingId);
  if (!locked.ok) return locked;
  const { booking } = locked.value;
  if (booking.state !== 'hold' && booking.state !== 'reservation') return wrongState(booking);
  return ok(
    await tx.one<Booking>(
      sql`update booking b set state = 'released', closed_at = ${tx.now} where b.id = ${booking.id} returning ${columns}`,
    ),
  );
}

const withDead = (tx: Tx) =>
  tx.rows<{
    id: string;
    kind: string;
  }>(sql`select distinct r.id, r.kind from booking b join booking_resource r on r.id = b.resource_id
    where b.state in ('hold', 'reservation') and b.expires_at <= ${tx.now} order by r.id limit 500`);

/** What has died since, everywhere in the city: marked, so that its things show as free again. Returns how many. */
export const lapseBookings = whenDue(withDead, (context) =>
  context.write(systemActor('bookings', context.city), async (tx) => {
    let dead = 0;
    for (const resource of await withDead(tx)) dead += await clearDead(tx, resource);
    return dead;
  }),
);
