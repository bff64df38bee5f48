/** Rows that indicators share: places that have something or lack it, and records that a rule has judged before they are counted. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { type Division, type Level, prefixLength, scopeRange } from '../division/index.ts';
import { OLDER_AGE, olderByDivision } from '../resident/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { CountedLink } from './index.ts';

/** What the records of one place come to. */
export interface AreaSum {
  readonly area: DivisionCode;
  readonly num: number;
  readonly den: number;
}

/** A city has some hundred townships, a county some three hundred villages: nobody reads more lines of one table. */
const MOST_AREAS = 600;

/** Sums of a counting query by the units of a level; a record that is placed higher stands with the unit at which it is placed. */
export const areaSums = (tx: Tx, rows: Sql, division: DivisionCode, level: Level): Promise<AreaSum[]> => {
  const { lo, hi } = scopeRange(division);
  return tx.rows<AreaSum>(sql`select rpad(left(c.division, ${prefixLength[level]}), 12, '0') as area, sum(c.num)::bigint as num, sum(c.den)::bigint as den
    from (${rows}) c where c.division >= ${lo} and c.division < ${hi} group by 1 order by 1 limit ${MOST_AREAS}`);
};

/** One row for each legal unit of the range (platform 5.10); the expressions may speak of `u.code`. */
export function unitRows(
  tx: Tx,
  range: { lo: string; hi: string },
  given: {
    level: 'county' | 'township' | 'village';
    met: Sql;
    /** What is said where it is there, and where it is not. */
    has: Sql;
    lacks: Sql;
    link?: CountedLink;
    /** What the link opens; left out: the township of the unit. */
    linkId?: Sql;
    /** Which of the units of the level; left out: all. */
    only?: (unit: Division) => boolean;
  },
): Sql {
  const units = tx.divisions.all.filter(
    (d) => d.level === given.level && d.legal && d.code >= range.lo && d.code < range.hi && (given.only?.(d) ?? true),
  );
  return sql`select u.code as id, u.code as division, (${given.met})::int as num, 1 as den, u.name, case when ${given.met} then ${given.has} else ${given.lacks} end as says,
      ${given.link ?? null}::text as link, ${given.linkId ?? sql`rpad(left(u.code, 9), 12, '0')`} as link_id
    from unnest(${units.map((d) => d.code)}::text[], ${units.map((d) => d.name)}::text[]) as u (code, name)`;
}

/** Everybody of 60 and more at the end of the span, by village, as denominator: of the registry, nobody named. */
export function olderPersons(tx: Tx, span: { lo: string; hi: string; to: PlainDate }): Sql {
  const places = tx.divisions.all.filter(({ code }) => code >= span.lo && code < span.hi);
  return sql`select 'p' || e.division as id, e.division, 0::bigint as num, e.persons as den, coalesce(u.name, e.division) as name, ${`${OLDER_AGE}岁以上`} || e.persons || '人' as says,
      null::text as link, null::text as link_id
    from (${olderByDivision({ ...span, on: span.to })}) e
    left join unnest(${places.map((d) => d.code)}::text[], ${places.map((d) => d.name)}::text[]) as u (code, name) on u.code = e.division`;
}

export interface GivenRow {
  id: string;
  division: DivisionCode;
  num: number;
  den: number;
  name: string;
  says: string;
  link?: CountedLink;
  linkId?: string;
}
export const givenRows = (rows: readonly GivenRow[]): Sql =>
  sql`select r.id, r.division, r.num, r.den, r.name, r.says, r.link, r."linkId" as link_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id text, division text, num bigint, den bigint, name text, says text, link text, "linkId" text)`;
