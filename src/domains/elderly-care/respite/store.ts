/** All SQL of respite. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Served, UsedByYear } from './rules.ts';
import type { RespiteMode } from './terms.ts';

export interface RespiteStay {
  caseId: string;
  personId: string;
  division: DivisionCode;
  mode: RespiteMode;
  outletId: string;
  fromOn: PlainDate;
  toOn: PlainDate;
  served: Served[] | null;
  recordedBy: string | null;
  settledOn: PlainDate | null;
  amountFen: Fen | null;
}
const columns = sql`case_id, person_id, division, mode, outlet_id, from_on, to_on, served, recorded_by, settled_on, amount_fen`;
export const stayOfCase = (tx: Tx, caseId: string): Promise<RespiteStay | null> =>
  tx.maybe<RespiteStay>(sql`select ${columns} from respite_stay where case_id = ${caseId}`);

export const arrangeStay = (
  tx: Tx,
  of: Pick<RespiteStay, 'caseId' | 'personId' | 'division' | 'mode' | 'outletId' | 'fromOn' | 'toOn'>,
): Promise<number> =>
  tx.run(sql`insert into respite_stay (case_id, person_id, division, mode, outlet_id, from_on, to_on)
    values (${of.caseId}, ${of.personId}, ${of.division}, ${of.mode}, ${of.outletId}, ${of.fromOn}, ${of.toOn})
    on conflict (case_id) do update set mode = excluded.mode, outlet_id = excluded.outlet_id, from_on = excluded.from_on, to_on = excluded.to_on, served = null, signature = null, recorded_by = null`);

export const recordServed = (tx: Tx, caseId: string, of: { served: readonly Served[]; signature: string }): Promise<number> =>
  tx.run(
    sql`update respite_stay set served = ${JSON.stringify(of.served)}::jsonb, signature = ${of.signature}, recorded_by = ${tx.actor.id} where case_id = ${caseId}`,
  );

/** Held until the end, so that two settlements of a person come one after the other. */
export const lockDays = (tx: Tx, personId: string): Promise<unknown> =>
  tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`respite:${personId}`}, 0))`);

/** Days subsidised so far, by year. */
export async function usedDays(tx: Tx, personId: string): Promise<UsedByYear> {
  const rows = await tx.rows<{ year: string; days: number }>(
    sql`select extract(year from on_date)::int::text as year, count(*)::int as days from respite_day where person_id = ${personId} group by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.year, row.days]));
}

/** False where one of the days was subsidised before. */
export async function keepDays(
  tx: Tx,
  stay: RespiteStay,
  of: { days: readonly (Served & { amountFen: Fen })[]; used: UsedByYear },
): Promise<boolean> {
  const taken: Record<string, number> = { ...of.used };
  for (const day of of.days) {
    const year = day.on.slice(0, 4);
    taken[year] = (taken[year] ?? 0) + 1;
    const written = await tx.run(sql`insert into respite_day (person_id, on_date, case_id, division, ordinal, hours, amount_fen)
      values (${stay.personId}, ${day.on}, ${stay.caseId}, ${stay.division}, ${taken[year]}, ${day.hours}, ${day.amountFen}) on conflict do nothing`);
    if (written === 0) return false;
  }
  return true;
}

/** For the person's file: the days of each year, newest first. */
export const daysByYear = (tx: Tx, personId: string) =>
  tx.rows<{ year: string; days: number; amountFen: Fen }>(
    sql`select extract(year from on_date)::int::text as year, count(*)::int as days, sum(amount_fen)::bigint as amount_fen from respite_day
      where person_id = ${personId} group by 1 order by 1 desc limit 10`,
  );
