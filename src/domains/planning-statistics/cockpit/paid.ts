/** What was credited for a year, from the lines themselves. */
import type { Tx } from '../../../kernel/context/server.ts';
import { figures } from '../../../kernel/payment/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import type { PaidMonth } from './content.ts';
import type { At } from './figure.ts';

/** Month by month, the newest first; and by county. */
export async function paidOf(tx: Tx, { division, level, year }: At) {
  const { rows, totals } = await figures(tx, { from: `${year}-01` as YearMonth, to: `${year}-12` as YearMonth, division });
  const months = totals.map(
    ({ month, sumFen, persons }): PaidMonth => ({
      month,
      sumFen,
      persons,
      opens:
        level === 'city'
          ? { to: '/figures', search: { month } }
          : { to: '/figures/lines', search: { month, division, name: tx.divisions.get(division)?.name ?? division } },
    }),
  );
  return { months, byCounty: rows };
}
export type Paid = Awaited<ReturnType<typeof paidOf>>;
