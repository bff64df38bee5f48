/** 临时救助 acted out: emergencies on their day, bills by application, and the reserve of the township, advanced and filled up again. */
import { sql } from '../../database/sql.ts';
import { advanceReserve, payRefill } from '../../domains/social-assistance/temporary-aid/server.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';
import { helpInEmergency } from './aid-emergency.ts';
import { helpWithBills } from './aid-expense.ts';
import { countyOf } from './family.ts';

async function advance(city: SimulatedCity, township: string): Promise<void> {
  const finance = await city.staff('finance-clerk', countyOf({ division: township }));
  const advanced = await city.context.write(finance, (tx) => advanceReserve(tx, { township, documentNo: '财社〔2026〕1号' }));
  city.must(`reserve of ${township}`, advanced);
}

async function fillUp(city: SimulatedCity): Promise<void> {
  const due = await city.context.read(city.system, (tx) =>
    tx.rows<{ id: string; township: string }>(
      sql`select id, township from reserve_refill where paid_on is null order by id limit 500`,
    ),
  );
  for (const { id, township } of due) {
    const finance = await city.staff('finance-clerk', countyOf({ division: township }));
    city.must(`refill of ${township}`, await city.context.write(finance, (tx) => payRefill(tx, id)));
  }
}

export function aidPlay(): Play {
  const reserves = new Map<string, Promise<void>>();
  /** Once for each township, whoever of those who are helped at the same time comes first. */
  const openReserve = (city: SimulatedCity) => (township: string) => {
    const opened = reserves.get(township) ?? advance(city, township);
    reserves.set(township, opened);
    return opened;
  };
  return {
    begin(city, family) {
      for (const trouble of family.troubles ?? [])
        if (trouble.type === 'emergency')
          city.onAnyDay(trouble.on, () => helpInEmergency(city, family, trouble, openReserve(city)));
        else city.on(trouble.on, () => helpWithBills(city, family, trouble));
    },
    daily: fillUp,
  };
}
