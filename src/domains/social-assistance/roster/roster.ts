/**
 * 长期公布 (57号第二十四条, 社会救助法第四十五条): who draws 低保 or 特困 in a village this month, with number of members and amount. On the board the full
 * name stands, on the internet a masked one; minors stand on neither, and nothing tells of illness, disability or income.
 */
import { type Sql, sql } from '../../../database/sql.ts';
import { addMonths, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { programmeOf } from '../../../kernel/payment/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import type { DivisionCode, Fen } from '../../../kernel/schema/index.ts';
import type { RosterLine } from './content.ts';

const ADULT = 18;

/** Everybody who is published within a range this month: id, division, programme, name, persons, amount_fen. */
const published = (tx: Tx, { lo, hi }: { lo: string; hi: string }): Sql => {
  const month = sql`month_no(${monthOf(tx.today)})`;
  return sql`select e.id, e.division, e.programme, p.name,
      (select count(*)::int from entitlement_member m where m.entitlement_id = e.id and m.months @> ${month}) as persons, v.amount_fen
    from entitlement e join person p on p.id = e.person_id
      join lateral (select w.amount_fen from entitlement_version w where w.entitlement_id = e.id and w.from_month <= ${monthOf(tx.today)}
        order by w.from_month desc, w.no desc limit 1) v on true
    where e.programme in ('dibao', 'tekun') and e.division >= ${lo} and e.division < ${hi} and e.months @> ${month}
      and p.birth_date <= ${addMonths(tx.today, -12 * ADULT)}`;
};

export interface VillageSum {
  village: DivisionCode;
  households: number;
  persons: number;
  amountFen: Fen;
}

/** Villages of a range where anybody is published, by code. */
export const villageSums = (
  tx: Tx,
  range: { lo: string; hi: string },
  page: { after: string; limit: number },
): Promise<VillageSum[]> =>
  tx.rows<VillageSum>(sql`select r.division as village, count(*)::int as households, sum(r.persons)::int as persons, sum(r.amount_fen)::bigint as amount_fen
    from (${published(tx, range)}) r where r.division > ${page.after} group by r.division order by r.division limit ${page.limit}`);

/** The lines of one village, by programme and entitlement; at most `limit` after one. */
export async function rosterLines(
  tx: Tx,
  village: DivisionCode,
  page: { after: string | null; limit: number },
): Promise<RosterLine[]> {
  const rows = await tx.rows<{ id: string; programme: 'dibao' | 'tekun'; name: string; persons: number; amountFen: Fen }>(
    sql`select r.id, r.programme, r.name, r.persons, r.amount_fen from (${published(tx, scopeRange(village))}) r
      where ${page.after ? sql`r.id > ${page.after}::uuid` : sql`true`} order by r.id limit ${page.limit}`,
  );
  return rows.map(({ programme, ...row }) => ({ ...row, programmeZh: programmeOf(programme).zh }));
}

export const masked = (line: RosterLine): RosterLine => ({ ...line, name: maskName(line.name) });
