/** 预留: one thing, one party at a time, kept by the database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { explain, type Refusal, type Result } from '../result/index.ts';
import {
  addResource,
  type Booking,
  defineBookable,
  endOccupancy,
  holdResource,
  lapseBookings,
  occupyReserved,
  releaseBooking,
  reserveHeld,
} from './server.ts';

const lapsed: string[] = [];
defineBookable({ kind: 'test-bed', zh: '床位', lapsed: async (_, booking) => void lapsed.push(booking.id) });

let fresh: Awaited<ReturnType<typeof freshContext>>;
let bed: string;
const UNIT = newId();
const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => fresh.context.write(systemActor('test', fresh.context.city), work);
const at = (time: string): void => fresh.clock.set(`2026-09-01T${time}+08:00`);
const DAY = (day: string): string => `${day}T00:00:00+08:00`;

beforeAll(async () => {
  fresh = await freshContext({ start: '2026-09-01' });
});
afterAll(() => fresh?.drop());
beforeEach(async () => {
  bed = newId();
  await write((tx) => addResource(tx, { id: bed, kind: 'test-bed', unitId: UNIT, division: '421202100001', label: '101-1' }));
  fresh.clock.set('2026-09-01T10:00:00.000+08:00');
});

const hold = (minutes = 30): Promise<Result<Booking>> =>
  write((tx) =>
    holdResource(tx, {
      resourceId: bed,
      from: tx.now,
      expiresAt: new Date(Date.parse(tx.now) + minutes * 60_000).toISOString(),
    }),
  );
const done = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const says = (result: Result<unknown>): string => (result.ok ? 'ok' : explain(result as Refusal).message);
const reserve = (bookingId: string) =>
  write((tx) => reserveHeld(tx, { bookingId, expiresAt: new Date(Date.parse(tx.now) + 72 * 3_600_000).toISOString() }));
const occupy = (bookingId: string, from: string) => write((tx) => occupyReserved(tx, { bookingId, from }));

describe('X2 两家抢一张床', () => {
  test('10:00:00.000预留，50毫秒以后来的得到“已被预留至10:30”', async () => {
    done(await hold());
    at('10:00:00.050');
    expect(says(await hold())).toBe('该床位已被预留至10:30');
  });

  test('10:29:59.999到的钱算数；10:30:00.000到的不算，原路退回，床归下一家', async () => {
    const inTime = done(await hold());
    at('10:29:59.999');
    expect(done(await reserve(inTime.id)).state).toBe('reservation');
    done(await write((tx) => releaseBooking(tx, inTime.id)));

    at('11:00:00.000');
    const late = done(await hold());
    at('11:30:00.000');
    expect(says(await reserve(late.id))).toBe('预留已过期，款项将原路退回');
    const next = done(await hold());
    expect(next.from).toBe('2026-09-01T03:30:00.000Z');
    expect(says(await reserve(late.id))).toBe('预留已过期，款项将原路退回');
    expect(lapsed).toContain(late.id);
  });

  test('没有人来也会自己过期，业务得到通知，只一次', async () => {
    const { id } = done(await hold());
    at('10:29:59.999');
    await lapseBookings(fresh.context);
    expect(lapsed).not.toContain(id);
    at('10:30:00.000');
    await lapseBookings(fresh.context);
    expect(await lapseBookings(fresh.context)).toBe(0);
    expect(lapsed.filter((known) => known === id)).toEqual([id]);
  });
});

describe('占用', () => {
  test('要先预订才能占用；前一家走的那天，后一家就能来；早一天不行', async () => {
    const first = done(await hold());
    expect(says(await occupy(first.id, DAY('2026-09-01')))).toBe('现在是“预留”，不能这样办。');
    done(await reserve(first.id));
    done(await occupy(first.id, DAY('2026-09-01')));
    expect(says(await hold())).toBe('该床位这段时间已经有人了。');

    fresh.clock.set('2026-09-10T15:00:00+08:00');
    done(await write((tx) => endOccupancy(tx, { bookingId: first.id, to: DAY('2026-09-10') })));
    const second = done(await hold());
    done(await reserve(second.id));
    expect(says(await occupy(second.id, DAY('2026-09-09')))).toBe('该床位这段时间已经有人了。');
    expect(done(await occupy(second.id, DAY('2026-09-10')))).toMatchObject({ from: '2026-09-09T16:00:00.000Z', to: null });
  });

  test('绕过程序直接写也写不进重叠的：数据库自己把关', async () => {
    done(await hold());
    await expect(
      fresh.owner.query(
        `insert into booking (id, resource_id, unit_id, division, state, during, made_at, made_by)
         values (gen_random_uuid(), $1, $2, '421202100001', 'occupancy', tstzrange('2026-09-01', null), now(), 'somebody')`,
        [bed, UNIT],
      ),
    ).rejects.toMatchObject({ constraint: 'booking_no_overlap' });
  });
});

test('同时来二十家，恰好一家预留成功，其余都得到一句明白话', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => hold()));
  expect(results.filter((r) => r.ok)).toHaveLength(1);
  expect(new Set(results.filter((r) => !r.ok).map(says))).toEqual(new Set(['该床位已被预留至10:30']));
});

test('同一请求编号送两遍，是同一个预留；一家机构的人看不到别家的', async () => {
  const actor = systemActor('test', fresh.context.city);
  const send = () =>
    fresh.context.once(actor, { action: 'hold', requestId: 'family-0001', body: { bed } }, (tx) =>
      holdResource(tx, { resourceId: bed, from: tx.now, expiresAt: '2026-09-01T02:30:00.000Z' }),
    );
  const [first, again] = await Promise.all([send(), send()]);
  expect(done(first).id).toBe(done(again).id);
  const seen = (unitId: string) =>
    fresh.context.read({ ...actor, unitId }, (tx) => tx.rows(sql`select id from booking where resource_id = ${bed}`));
  expect(await seen(UNIT)).toHaveLength(1);
  expect(await seen(newId())).toHaveLength(0);
});
