/** 取数: what the platform counts for the cells of a form, kept with the report as it was when it left, and opened again row by row. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type CountedRow, cellRows, cellSum, countedRows, findCell, spanWithin } from '../../../kernel/indicator/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { typedCells } from './definition.ts';
import { type Period, unitsBelow } from './forms.ts';
import { spanOfPeriod } from './period.ts';
import type { ReportLevel } from './terms.ts';
import { tenThousandsOf } from './value.ts';

/** Of what a unit itself types: at the lowest level all of its records, above it those that no unit below reports. */
interface Reach {
  readonly period: Period;
  readonly unit: DivisionCode;
  readonly level: ReportLevel;
}

const spanOf = (tx: Tx, { period, unit }: Reach) => spanWithin(tx, spanOfPeriod(period.period), unit);
/** Records of these are reported by them. */
const reportedBelow = ({ period, unit, level }: Reach): DivisionCode[] => unitsBelow(period, unit, level);

/** The cells that a domain counts, as they would be typed. */
export async function countedOf(tx: Tx, reach: Reach): Promise<Record<string, string>> {
  const counted: Record<string, string> = {};
  for (const { key } of typedCells(reach.period.form)) {
    const cell = findCell(key);
    if (!cell) continue;
    const sum = await cellSum(tx, cell, spanOf(tx, reach), reportedBelow(reach));
    counted[key] = cell.of === 'fen' ? tenThousandsOf(sum) : String(sum);
  }
  return counted;
}

/** Keeps which records were counted, by number only; what was kept before makes room. */
export async function keepCounted(tx: Tx, submissionId: string, reach: Reach): Promise<void> {
  await tx.run(sql`delete from stat_counted_row where submission_id = ${submissionId}`);
  for (const { key } of typedCells(reach.period.form)) {
    const cell = findCell(key);
    if (!cell) continue;
    const rows = await cellRows(tx, cell, spanOf(tx, reach), reportedBelow(reach));
    await tx.run(sql`insert into stat_counted_row (submission_id, cell, id, division, num, link, link_id)
      select ${submissionId}::uuid, ${key}, r.id, r.division, r.num, r.link, r.link_id from (${rows}) r`);
  }
}

export interface CellRows {
  readonly rows: CountedRow[];
  readonly next: string | null;
  /** Of all rows together: so many, or fen. */
  readonly sum: number;
  readonly count: number;
}

/** A page of the records of a cell as they are counted now. */
export async function openCell(tx: Tx, reach: Reach, key: string, cursor?: string): Promise<CellRows | null> {
  const cell = findCell(key);
  if (!cell) return null;
  const rows = await cellRows(tx, cell, spanOf(tx, reach), reportedBelow(reach));
  const { sum, count } = await tx.one<{ sum: number; count: number }>(
    sql`select coalesce(sum(r.num), 0)::bigint as sum, count(*)::int as count from (${rows}) r`,
  );
  const page = await countedRows(tx, rows, { division: reach.unit, audit: 'statistics.listed', ...(cursor ? { cursor } : {}) });
  return { ...page, sum, count };
}

/** A page of the records that a report had counted when it left its unit. Names are those of today. */
export async function openKept(
  tx: Tx,
  submissionId: string,
  unit: DivisionCode,
  key: string,
  cursor?: string,
): Promise<CellRows> {
  const kept = sql`select r.id, r.division, r.num, r.num as den, coalesce(p.name, h.name, c.applicant_name) as name, '报送时数的' as says, r.link, r.link_id
    from stat_counted_row r
      left join person p on p.id = case when r.link = 'person' then r.link_id::uuid end
      left join household f on f.id = case when r.link = 'household' then r.link_id::uuid end
      left join person h on h.id = f.head_id
      left join service_case c on c.id = case when r.link = 'case' then r.link_id::uuid end
    where r.submission_id = ${submissionId} and r.cell = ${key}`;
  const { sum, count } = await tx.one<{ sum: number; count: number }>(
    sql`select coalesce(sum(r.num), 0)::bigint as sum, count(*)::int as count from stat_counted_row r where r.submission_id = ${submissionId} and r.cell = ${key}`,
  );
  const page = await countedRows(tx, kept, { division: unit, audit: 'statistics.listed', ...(cursor ? { cursor } : {}) });
  return { ...page, sum, count };
}
