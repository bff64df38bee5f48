/** The households of a village or a township, with what they receive this month: to be looked through, page by page. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { levelOf, scopeRange } from '../division/index.ts';
import type { HouseholdId, PersonId, UrbanRural } from '../resident/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { allProgrammes } from './index.ts';

const PAGE = 30;
export interface HouseholdQuery {
  readonly division: DivisionCode;
  /** A programme; `any` of them, or `none`. */
  readonly receives?: string;
  readonly urbanRural?: UrbanRural;
  /** Village and code of the last household of the page before: `421202100001/4212020000012`. */
  readonly cursor?: string | null;
}

interface Listed {
  id: HouseholdId;
  code: string;
  division: DivisionCode;
  urbanRural: UrbanRural;
  headId: PersonId;
  /** Null when the head is out of the actor's sight. */
  headName: string | null;
  members: number;
  programmes: string[];
}
export interface HouseholdListed extends Omit<Listed, 'programmes'> {
  divisionName: string;
  receives: string[];
}

/** One audit row names the heads that were shown. Needs a write transaction. */
export async function householdList(
  tx: Tx,
  query: HouseholdQuery,
): Promise<Result<{ items: HouseholdListed[]; next: string | null }, 'HOUSEHOLDS_PLACE'>> {
  const level = levelOf(query.division);
  if (level !== 'township' && level !== 'village') return fail('HOUSEHOLDS_PLACE');
  const { lo, hi } = scopeRange(query.division);
  const [division, code] = (query.cursor ?? '').split('/');
  const month = tx.today.slice(0, 7);
  const { receives } = query;
  const living = sql`m.superseded_at is null and m.valid_from <= ${tx.today} and (m.valid_to is null or m.valid_to > ${tx.today})`;
  const received = sql`from household_member m
    join entitlement_member em on em.person_id = m.person_id and em.months @> month_no(${month})
    join entitlement e on e.id = em.entitlement_id where m.household_id = h.id and ${living}`;
  const narrowed =
    receives === undefined
      ? sql`true`
      : receives === 'none'
        ? sql`not exists (select 1 ${received})`
        : sql`exists (select 1 ${received} and ${receives === 'any' ? sql`true` : sql`e.programme = ${receives}`})`;
  const rows = await tx.rows<Listed>(sql`select h.id, h.code, h.division, h.urban_rural, h.head_id, p.name as head_name,
      (select count(*)::int from household_member m where m.household_id = h.id and ${living}) as members,
      array(select distinct e.programme ${received}) as programmes
    from (select id, code, division, urban_rural, head_id from household h
      where division >= ${lo} and division < ${hi} and (division, code) > (${division ?? ''}, ${code ?? ''})
        and ${query.urbanRural ? sql`urban_rural = ${query.urbanRural}` : sql`true`} and ${narrowed}
      order by division, code limit ${PAGE + 1}) h
    left join person p on p.id = h.head_id order by h.division, h.code`);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  await recordAudit(tx, {
    action: 'household.listed',
    personIds: page.flatMap((row) => (row.headName === null ? [] : [row.headId])),
    division: query.division,
    detail: {
      ...(receives ? { receives } : {}),
      ...(query.urbanRural ? { urbanRural: query.urbanRural } : {}),
      count: page.length,
    },
  });
  const names = new Map(allProgrammes().map(({ key, zh }) => [key, zh]));
  return ok({
    items: page.map(({ programmes, ...row }) => ({
      ...row,
      divisionName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
      receives: programmes.map((key) => names.get(key) ?? key),
    })),
    next: rows.length > PAGE && last ? `${last.division}/${last.code}` : null,
  });
}
