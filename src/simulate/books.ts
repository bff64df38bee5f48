/** What the books say when everything has been played: the ledger is in balance, and of every month that is over it is known where its money is. */
import { sql } from '../database/sql.ts';
import type { Actor } from '../kernel/access/index.ts';
import { plusMonths } from '../kernel/calendar/index.ts';
import type { Context } from '../kernel/context/server.ts';
import { agreement } from '../kernel/payment/server.ts';
import type { YearMonth } from '../kernel/schema/index.ts';

/** Differences that nobody may be left with after a month is over: what is in no list, and what was corrected and not sent again. */
const LEFT_OVER = ['unlisted', 'corrected', 'refused', 'frozen'];

/** Sentences; none where the books are right. */
export async function bookProblems(
  context: Context,
  actor: Actor,
  months: { first: YearMonth; last: YearMonth },
): Promise<string[]> {
  const problems: string[] = [];
  const { sum } = await context.read(actor, (tx) =>
    tx.one<{ sum: number }>(sql`select coalesce(sum(balance), 0)::bigint as sum from ledger_account where unit = 'fen'`),
  );
  if (sum !== 0) problems.push(`ledger out of balance by ${sum} fen`);
  for (let month = months.first; month <= months.last; month = plusMonths(month, 1))
    for (const row of await context.read(actor, (tx) => agreement(tx, { month, division: tx.city }))) {
      const told = row.differences.reduce((fen, d) => fen + d.fen, 0);
      if (told !== row.decidedFen - row.receivedFen)
        problems.push(`${month} ${row.countyName} ${row.programmeZh}: differences do not add up`);
      for (const { kind, zh, fen } of row.differences)
        if (LEFT_OVER.includes(kind)) problems.push(`${month} ${row.countyName} ${row.programmeZh}: ${zh} ${fen / 100}`);
    }
  return problems;
}
