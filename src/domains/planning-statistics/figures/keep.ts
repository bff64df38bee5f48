/** 留存: what the platform counts of the plan's indicators is kept month by month, so that a trend and a year that is over can be told (planning 3, IndicatorValue). */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { type Fraction, planSums } from '../../../kernel/indicator/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

/** Once a day: this month's value as it stands; with the month it is final. */
export async function keepPlanFigures(context: Context): Promise<void> {
  await context.write(systemActor('plan-figures', context.city), async (tx) => {
    const found = await tx.rows<{ indicator: string }>(
      sql`select distinct indicator from plan_figure where kind <> '未注明' order by 1 limit 500`,
    );
    const sums = await Promise.all(
      found.map(async ({ indicator }) => (await planSums(tx, indicator)).map((row) => ({ ...row, indicator }))),
    );
    const rows = sums.flat();
    if (rows.length === 0) return;
    await tx.run(sql`insert into plan_count (indicator, division, month, num, den, counted_on)
      select i, d, ${monthOf(tx.today)}, n, e, ${tx.today}::date from unnest(${rows.map((r) => r.indicator)}::text[], ${rows.map((r) => r.division)}::text[],
        ${rows.map((r) => r.num)}::bigint[], ${rows.map((r) => r.den)}::bigint[]) as k (i, d, n, e)
      on conflict (indicator, division, month) do update set num = excluded.num, den = excluded.den, counted_on = excluded.counted_on
        where plan_count.counted_on <= excluded.counted_on`);
  });
}

export interface Kept extends Fraction {
  readonly indicator: string;
  readonly month: YearMonth;
  readonly countedOn: PlainDate;
}

/** Of one place, month after month. */
export const keptFigures = (tx: Tx, division: DivisionCode): Promise<Kept[]> =>
  tx.rows<Kept>(
    sql`select indicator, month, num, den, counted_on from plan_count where division = ${division} order by indicator, month limit 20000`,
  );
