/** The board on which the indicators of the institutions stand, and what its queries share. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Span } from '../../../kernel/indicator/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { kinds } from '../register/terms.ts';

export const institutionBoard = {
  key: 'care-institutions',
  zh: '养老机构指标',
  to: '/institution-indicators',
  /** Of the readers of homes those who read figures. */
  readers: ['township-leader', 'county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'],
} as const;

export const OWN = '养老服务领域统计口径（待确认）';

/** A recorded home `i` that has not ended. */
export const isRecorded = sql`i.recorded_beds > 0 and i.state not in ('preparing', 'ended', 'deregistered')`;

/** The rows of the homes `i` that count: what each adds, and what is said of it. */
export const homeRows = (given: { num: Sql; den: Sql; says: Sql; from?: Sql; where: Sql }): Sql =>
  sql`select i.id::text as id, i.division, (${given.num})::bigint as num, (${given.den})::bigint as den, i.name, ${given.says} as says,
      'institution' as link, i.id::text as link_id
    from care_institution i ${given.from ?? sql``} where ${given.where}`;

/** Beds of the home `i` that are not given up, by kind. */
export const bedCounts = sql`cross join lateral (select count(*)::int as beds, (count(*) filter (where b.nursing))::int as nursing
  from care_bed b where b.institution_id = i.id and b.state <> 'retired') b`;

/** Nursing beds of the home `i` that had been looked at by the end of a day and were not given up then. */
export const nursingOn = (day: PlainDate): Sql => sql`cross join lateral (select count(*)::int as nursing from care_bed b
  where b.institution_id = i.id and b.nursing and b.checked_on <= ${day}
    and not exists (select from care_bed_event e where e.bed_id = b.id and e.to_state = 'retired' and (e.at at time zone 'Asia/Shanghai')::date <= ${day})) n`;

/** The recorded beds of the home `i` at the end of a day: what the last filing that was received by then says; a home that had ended has none. */
export const bedsOn = (
  day: Sql,
): Sql => sql`case when i.state in ('ended', 'deregistered') and i.state_on <= ${day} then 0 else coalesce((select f.beds from care_filing f
  where f.institution_id = i.id and f.state = 'received' and (f.received_at at time zone 'Asia/Shanghai')::date <= ${day} order by f.received_at desc limit 1), 0) end`;

/** 城市: what stands in a community (社区) or under a street (街道), by its code. */
export function urbanPlaces(tx: Tx, span: Span): Sql {
  const codes = tx.divisions.all
    .filter(({ code, kind }) => kind === '社区' && code >= span.lo && code < span.hi)
    .map((d) => d.code);
  const streets = tx.divisions.all.filter(({ kind }) => kind === '街道').map((d) => d.code.slice(0, 9));
  return sql`(i.division = any(${codes}::text[]) or left(i.division, 9) = any(${streets}::text[]))`;
}

export const kindName = sql`(${Object.values(kinds)}::text[])[array_position(${Object.keys(kinds)}::text[], i.kind)]`;
