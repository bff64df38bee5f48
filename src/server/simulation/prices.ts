/** 物价联动 acted out: the index with its paper on the day on which it is published, put forward by one person, approved by another. */
import { sql } from '../../database/sql.ts';
import { approveRun, enterIndex, submitRun } from '../../domains/social-assistance/price-link/server.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';
import type { PriceRise } from '../../simulate/world.ts';

async function enter(city: SimulatedCity, rise: PriceRise): Promise<void> {
  const clerk = await city.staff('city-clerk', city.context.city);
  const proof = await city.upload(clerk, 'price-index');
  city.must(`prices of ${rise.month}`, await city.context.write(clerk, (tx) => enterIndex(tx, { ...rise, proof })));
  city.tellToday();
}

async function approve(city: SimulatedCity): Promise<void> {
  const [clerk, leader] = [await city.staff('city-clerk', city.context.city), await city.staff('city-leader', city.context.city)];
  const proposed = await city.context.read(clerk, (tx) =>
    tx.rows<{ id: string; version: number }>(
      sql`select id, version from price_run where state = 'proposed' order by month limit 60`,
    ),
  );
  for (const run of proposed) {
    const { version } = city.must('prices put forward', await city.context.write(clerk, (tx) => submitRun(tx, run)));
    const given = { id: run.id, version, opinion: '同意启动。' };
    city.must('prices approved', await city.context.write(leader, (tx) => approveRun(tx, given)));
  }
  if (proposed.length > 0) city.tellToday();
}

export function pricePlay(prices: readonly PriceRise[]): Play {
  const coming = [...prices];
  return {
    begin() {},
    async daily(city) {
      await approve(city);
      for (let [next] = coming; next && next.publishedOn <= city.today(); [next] = coming) {
        await enter(city, next);
        coming.shift();
      }
    },
  };
}
