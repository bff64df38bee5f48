/** The business clock: real time plus an offset. Production has none. The demonstration begins on a fixed day and moves only forward. */
import type pg from 'pg';
import { plainDateOf } from '../kernel/calendar/index.ts';
import type { MovableClock } from '../kernel/http/server.ts';
import type { PlainDate } from '../kernel/schema/index.ts';

/** First day of every demonstration city: a year whose holidays are all announced, after the Social Assistance Law came into force. */
export const DEMONSTRATION_START = '2026-09-01T09:00:00+08:00';

/** Reads (or sets, on the first start) the offset of the demonstration. */
export async function demonstrationClock(pool: pg.Pool): Promise<MovableClock> {
  const first = Date.parse(DEMONSTRATION_START) - Date.now();
  const { rows } = await pool.query<{ offset_ms: number }>(
    `insert into business_clock (offset_ms) values ($1) on conflict (id) do update set offset_ms = business_clock.offset_ms returning offset_ms`,
    [first],
  );
  let offset = rows[0]!.offset_ms;
  const now = (): string => new Date(Date.now() + offset).toISOString();
  return {
    now,
    today: () => plainDateOf(now()),
    async moveTo(instant) {
      const next = Date.parse(instant) - Date.now();
      if (!(next >= offset)) throw new Error(`the demonstration clock moves only forward, not to ${instant}`);
      await pool.query('update business_clock set offset_ms = $1', [next]);
      offset = next;
    },
  };
}

export const realClock = (): MovableClock => ({
  now: () => new Date().toISOString(),
  today: (): PlainDate => plainDateOf(new Date().toISOString()),
  moveTo: () => Promise.reject(new Error('the clock of a production system is not moved')),
});
