/**
 * 减负监测 (PS-R35, off until the city switches it on): how many forms were asked of townships, by whoever asked and by month, from what the platform itself
 * knows. It judges nobody: a rise is shown to whoever asks. Forms that travel outside the platform, and meetings, it does not know.
 */
import { sql } from '../../../database/sql.ts';
import { monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import type { AskedRow, AskedView } from './content.ts';
import { unitName } from './steps.ts';
import { type AskedKind, askedKinds } from './terms.ts';

const MONTHS = 6;

/** What the latest month has more than the one before it; 0 where it has not. */
export const riseOf = (counts: readonly number[]): number => Math.max(0, (counts.at(-1) ?? 0) - (counts.at(-2) ?? 0));

interface Ask {
  issuer: DivisionCode;
  kind: AskedKind;
  month: YearMonth;
  n: number;
}
const MONTH = sql`'YYYY-MM'`;

/** One ask is one form (or one reminder) to one township. Forms and indicator values are the city's, reminders and returns the county's. */
const asksSince = (tx: Tx, from: YearMonth): Promise<Ask[]> =>
  tx.rows<Ask>(sql`select a.issuer, a.kind, a.month, count(*)::int as n from (
      select ${tx.city}::text as issuer, 'form' as kind, to_char(p.opened_at at time zone 'Asia/Shanghai', ${MONTH}) as month, u.unit from stat_period p, unnest(p.units) as u (unit)
      union all select ${tx.city}::text, 'value', to_char(p.issued_at at time zone 'Asia/Shanghai', ${MONTH}), u.unit from plan_assignment p, unnest(p.units) as u (unit)
      union all select rpad(left(c.division, 6), 12, '0'), 'urge', to_char(c.on_day, ${MONTH}), c.division from stat_call c where c.kind = 'urged'
      union all select rpad(left(t.division, 6), 12, '0'), 'return', to_char(t.at at time zone 'Asia/Shanghai', ${MONTH}), t.division from stat_step t where t.action = 'sendBack'
    ) a where a.month >= ${from} and right(a.unit, 6) <> '000000'
      and a.unit >= ${tx.actor.lo} and a.unit < ${tx.actor.hi} group by 1, 2, 3`);

export async function askedView(tx: Tx): Promise<Result<AskedView, 'PARAM_MISSING'>> {
  const on = await wholeParameter(tx, 'BRANCH-MONITOR', tx.city, tx.today);
  if (!on.ok) return on;
  if (on.value !== 1) return ok({ months: [], rows: [] });
  const last = monthOf(tx.today);
  const months = Array.from({ length: MONTHS }, (_, i) => plusMonths(last, i + 1 - MONTHS));
  const asks = await asksSince(tx, months[0]!);
  const issuers = [...new Set(asks.map(({ issuer }) => issuer))].sort();
  const rows = issuers.map((issuer): AskedRow => {
    const own = asks.filter((ask) => ask.issuer === issuer);
    const sum = (some: readonly Ask[]) => some.reduce((all, { n }) => all + n, 0);
    const counts = months.map((month) => sum(own.filter((ask) => ask.month === month)));
    return {
      issuer,
      issuerName: unitName(tx, issuer),
      mine: issuer === (tx.actor.division ?? tx.city),
      counts,
      now: Object.entries(askedKinds).flatMap(([kind, zh]) => {
        const n = sum(own.filter((ask) => ask.kind === kind && ask.month === last));
        return n > 0 ? [{ zh, n }] : [];
      }),
      rise: riseOf(counts),
    };
  });
  return ok({ months, rows });
}
