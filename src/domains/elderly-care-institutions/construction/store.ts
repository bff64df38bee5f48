/** What the construction subsidy asks of beds: taken by others, nursing ones, since when they are on record, how they were lived in. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { subsidiesOf } from '../../../kernel/subsidy/server.ts';
import { bedNights } from '../beds/nights.ts';

export const BUILD = 'care-home-build';

/** Beds that other subsidies of the home, refused ones aside, have taken already, and the nursing beds among them. */
export async function takenBeds(
  tx: Tx,
  institutionId: string,
  exceptId: string | null,
): Promise<{ beds: number; nursing: number }> {
  const others = (await subsidiesOf(tx, BUILD, institutionId)).filter(({ id }) => id !== exceptId);
  const sum = (of: (one: (typeof others)[number]) => unknown) => others.reduce((all, one) => all + Number(of(one) ?? 0), 0);
  return {
    beds: sum(({ asked }) => asked.selfBeds) + sum(({ asked }) => asked.leasedBeds),
    nursing: sum(({ basis }) => basis?.nursingBeds),
  };
}

export const nursingBeds = async (tx: Tx, institutionId: string): Promise<number> =>
  (
    await tx.one<{ n: number }>(
      sql`select count(*)::int as n from care_bed where institution_id = ${institutionId} and nursing and checked_on is not null and state <> 'retired'`,
    )
  ).n;

/** The day on which so many beds of the home were on record for the first time. */
export const recordedSince = async (tx: Tx, institutionId: string, beds: number): Promise<PlainDate | null> =>
  (
    await tx.one<{ on: PlainDate | null }>(sql`select min((received_at at time zone 'Asia/Shanghai')::date) as on from care_filing
      where institution_id = ${institutionId} and state = 'received' and beds >= ${beds}`)
  ).on;

/** Bed-nights of a home from one day up to another, which is not counted. */
export async function nightsOf(
  tx: Tx,
  institutionId: string,
  of: { from: PlainDate; end: PlainDate },
): Promise<{ lived: number; usable: number }> {
  const found = await tx.maybe<{ lived: number; usable: number }>(
    sql`select n.lived::int as lived, n.usable::int as usable from (${bedNights(of.from, of.end)}) n where n.institution_id = ${institutionId}`,
  );
  return found ?? { lived: 0, usable: 0 };
}
