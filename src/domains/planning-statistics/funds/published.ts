/** What everybody may read of the money: by year, from which source for what and where, and each allocation that was published. No account, no payee. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Field, fields } from '../../../kernel/purchase/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type FundSource, fundSources } from './terms.ts';

export interface PublishedFunds {
  readonly year: number;
  readonly years: readonly number[];
  readonly sums: readonly { readonly sourceZh: string; readonly allocatedFen: Fen; readonly paidFen: Fen }[];
  readonly rows: readonly {
    readonly sourceZh: string;
    readonly purposeZh: string;
    readonly placeName: string;
    readonly unit: string;
    readonly amountFen: Fen;
    readonly paidFen: Fen;
    readonly decidedOn: PlainDate;
    readonly decisionNo: string;
    readonly publishedOn: PlainDate;
  }[];
}

const MOST = 500;

export async function publishedFunds(tx: Tx, asked: number | null): Promise<PublishedFunds> {
  const years = (
    await tx.rows<{ year: number }>(
      sql`select distinct l.year from fund_allocation a join fund_line l on l.id = a.line_id where a.published_on is not null order by 1 desc limit 20`,
    )
  ).map((r) => r.year);
  const year = asked ?? years[0] ?? Number(tx.today.slice(0, 4));
  const rows = await tx.rows<{
    source: FundSource;
    purpose: Field;
    place: DivisionCode;
    unit: string;
    amountFen: Fen;
    paidFen: Fen;
    decidedOn: PlainDate;
    decisionNo: string;
    publishedOn: PlainDate;
  }>(sql`select l.source, a.purpose, a.place, a.unit, a.amount_fen, a.paid_fen - a.refunded_fen as paid_fen, a.decided_on, a.decision_no, a.published_on
    from fund_allocation a join fund_line l on l.id = a.line_id where a.published_on is not null and l.year = ${year} order by a.published_on desc, a.id desc limit ${MOST}`);
  const sums = await tx.rows<{
    source: FundSource;
    allocatedFen: Fen;
    paidFen: Fen;
  }>(sql`select l.source, sum(a.amount_fen)::bigint as allocated_fen, sum(a.paid_fen - a.refunded_fen)::bigint as paid_fen
    from fund_allocation a join fund_line l on l.id = a.line_id where a.published_on is not null and l.year = ${year} group by l.source order by 2 desc, 1`);
  return {
    year,
    years,
    sums: sums.map(({ source, ...sum }) => ({ ...sum, sourceZh: fundSources[source] })),
    rows: rows.map(({ source, purpose, place, ...row }) => ({
      ...row,
      sourceZh: fundSources[source],
      purposeZh: fields[purpose],
      placeName: tx.divisions.get(place)?.name ?? place,
    })),
  };
}
